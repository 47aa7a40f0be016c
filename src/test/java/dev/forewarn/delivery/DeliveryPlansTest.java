package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class DeliveryPlansTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");

    // Of what was raised last: shortly before noon, so that no day is nearly empty, whenever this runs.
    private static final String DAY = "(now() at time zone 'UTC')::date";
    private static final Pattern READ_WHOLE = Pattern.compile("Seq Scan on .*\\(actual rows=(?!0\\.00)");

    /** A subscription with three weeks of deliveries, of which a third waits, among others that have as many. */
    private static final List<String> FILL = List.of(
            "select ensure_partitions(current_date - 25, current_date)",
            """
            insert into notice
            select 10000000 + i, 'ntc_' || i, 'cut_x', 'a/b', 1, 0, 0, true, null,
                date_trunc('day', now(), 'UTC') + interval '12 hours' - (30000 - i) * interval '1 minute', null, 'x'
            from generate_series(1, 30000) i""",
            """
            insert into delivery
            select s, position, (raised_at at time zone 'UTC')::date, 0, 1, 204, null, 3, null, raised_at
            from notice, generate_series(900001, 900003) s where position > 10000000 and position % 3 <> 0""",
            """
            insert into waiting (subscription_id, due_at, position, day, attempts)
            select s, now(), position, (raised_at at time zone 'UTC')::date, 1
            from notice, generate_series(900001, 900003) s where position > 10000000 and position % 3 = 0""",
            """
            insert into attempt
            select subscription_id, position, day, 1, now(), 500, null, 3, null from waiting
            where subscription_id > 900000""",
            "insert into lane (subscription_id, claim, leased) select generate_series(900001, 900003), 1, true",
            "analyze lane",
            "analyze notice",
            "analyze delivery",
            "analyze attempt",
            "analyze waiting");

    @Inject
    Pool pool;

    /** All of it in one transaction that is rolled back. */
    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void aPageCostsWhatItHoldsAndADeliveryIsFoundByItsKey(String mode) {
        List<String> plans = pool.withConnection(connection -> explained(connection, mode))
                .await()
                .atMost(AT_MOST);

        // But for a look into a partition that is empty.
        assertThat(plans).allSatisfy(plan -> assertThat(plan).doesNotContainPattern(READ_WHOLE));
        // Two look-ups for each of 50, and one in each partition.
        assertThat(plans.get(0)).contains("actual rows=50", "using waiting_once");
        assertThat(buffers(plans.get(0))).as(plans.get(0)).isLessThan(800);
        assertThat(buffers(plans.get(1))).as(plans.get(1)).isLessThan(800);
        assertThat(plans.get(2)).contains("actual rows=1");
        assertThat(buffers(plans.get(2))).as(plans.get(2)).isLessThan(40);
        assertThat(buffers(plans.get(3))).as(plans.get(3)).isLessThan(400);
        // Of ten thousand that wait, two end: a few look-ups for each.
        assertThat(plans.get(4)).contains("Tid Scan on waiting (actual rows=2");
        assertThat(buffers(plans.get(4))).as(plans.get(4)).isLessThan(100);
        assertThat(plans.get(5)).contains("Tid Scan on waiting waiting_1 (actual rows=2");
        assertThat(buffers(plans.get(5))).as(plans.get(5)).isLessThan(100);
    }

    private static Uni<List<String>> explained(SqlConnection connection, String mode) {
        Uni<?> filled = run(connection, "begin");
        for (String statement : FILL) {
            filled = filled.chain(() -> run(connection, statement));
        }
        return filled.chain(() -> run(connection, "set local plan_cache_mode = " + mode))
                .chain(() -> plans(connection))
                .eventually(() -> run(
                        connection,
                        "rollback; deallocate page; deallocate one; deallocate put; deallocate drop_waiting;"
                                + " deallocate move"));
    }

    private static Uni<List<String>> plans(SqlConnection connection) {
        return prepare(connection, "page", DeliveryLog.PAGE)
                .chain(() -> prepare(connection, "one", DeliveryLog.ONE))
                .chain(() -> prepare(connection, "put", Requeue.PUT))
                .chain(() -> prepare(connection, "drop_waiting", LaneStore.DROP_WAITING))
                .chain(() -> prepare(connection, "move", LaneStore.MOVE_TAKEN))
                .chain(() -> Uni.join()
                        .all(
                                plan(connection, "page(900001, 9223372036854775807, 50, null, now())"),
                                plan(connection, "page(900001, 10020000, 50, 0, now())"),
                                plan(connection, "one(900001, 10029997, " + DAY + ", now())"),
                                plan(
                                        connection,
                                        "put(900001, '{10029998,10029996}', array[" + DAY + ", " + DAY
                                                + "], '{0}', now(), true)"),
                                plan(
                                        connection,
                                        "drop_waiting('{900001,900002}', array[now(), now()], '{10029993,10029990}',"
                                                + " '{1,1}')"),
                                plan(
                                        connection,
                                        "move('{900001,900002}', '{10029987,10029984}', '{204,204}', '{3,3}',"
                                                + " array[now(), now()], '{900001,900002}', '{1,1}', " + DAY
                                                + ", array[now(), now()])"))
                        .andFailFast());
    }

    private static Uni<RowSet<Row>> prepare(SqlConnection connection, String name, String sql) {
        return run(connection, "prepare " + name + " as " + sql);
    }

    private static Uni<String> plan(SqlConnection connection, String call) {
        return run(connection, "explain (analyze, buffers, costs off, timing off, summary off) execute " + call)
                .map(DeliveryPlansTest::text);
    }

    private static Uni<RowSet<Row>> run(SqlConnection connection, String sql) {
        return connection.query(sql).execute();
    }

    private static String text(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
    }

    private static int buffers(String plan) {
        Matcher matcher = BUFFERS.matcher(plan);
        assertThat(matcher.find()).as(plan).isTrue();
        return Integer.parseInt(matcher.group(1)) + (matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
    }
}
