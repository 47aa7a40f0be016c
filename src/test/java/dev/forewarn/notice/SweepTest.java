package dev.forewarn.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class SweepTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");

    private static final String FILL =
            """
            insert into cutoff (id, key, subject, milestone, channel, region, audience, revision, document, next_due_at,
                                next_lead_time)
            select 'cut_' || i, 'a/' || i || ':shutdown', 'a/' || i, 'shutdown', 'a', '*', '*', 1, repeat('document ', 100),
                case when i % 1000 = 0 then now() when i % 2 = 0 then now() + i * interval '1 minute' end, 3
            from generate_series(1, 50000) i""";

    private static final String NONSENSE =
            """
            insert into cutoff (id, key, subject, milestone, channel, region, audience, document, next_due_at,
                                next_lead_time)
            values ('cut_nonsense', 'a/b:shutdown', 'a/b', 'shutdown', 'a', '*', '*', 'nonsense', now(), 3)""";

    @Inject
    Pool pool;

    /** All of it in one transaction that is rolled back, so that the sweep of this application does not see it. */
    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void costsWhatIsDueAndNotWhatIsStored(String mode) {
        List<String> plans = pool.withConnection(connection -> explained(connection, mode))
                .await()
                .atMost(AT_MOST);

        assertThat(plans).allSatisfy(plan -> assertThat(plan)
                .contains("using cutoff_due on cutoff")
                .doesNotContain("Seq Scan")
                .doesNotContain("Sort"));
        assertThat(plans.get(0)).contains("actual rows=50");
        assertThat(buffers(plans.get(0))).as(plans.get(0)).isLessThan(400);
        assertThat(buffers(plans.get(1))).as(plans.get(1)).isLessThan(20);
    }

    @Test
    void aCutoffThatCanNotBeReadIsPutOffAndHoldsUpNobody() {
        run(NONSENSE);
        try {
            awaitPutOff();
        } finally {
            run("delete from cutoff where id = 'cut_nonsense'");
        }
    }

    /** It would not be looked for there by itself for minutes. */
    @Test
    void whatAnotherHasMadeDueLongAgoIsHeardOf() {
        run(NONSENSE);
        try {
            awaitPutOff();
            run("update cutoff set next_due_at = now() - interval '3 days' where id = 'cut_nonsense'");
            awaitPutOff();
        } finally {
            run("delete from cutoff where id = 'cut_nonsense'");
        }
    }

    private void awaitPutOff() {
        await().atMost(AT_MOST)
                .until(() ->
                        run("""
                                select next_due_at > now() + interval '50 minutes' and next_lead_time = 3
                                from cutoff where id = 'cut_nonsense'""")
                                .iterator()
                                .next()
                                .getBoolean(0));
    }

    private RowSet<Row> run(String sql) {
        return pool.query(sql).execute().await().atMost(AT_MOST);
    }

    private static Uni<List<String>> explained(SqlConnection connection, String mode) {
        return run(connection, "begin")
                .chain(() -> run(connection, FILL))
                .chain(() -> run(connection, "analyze cutoff"))
                .chain(() -> run(connection, "set local plan_cache_mode = " + mode))
                .chain(() -> Uni.join()
                        .all(
                                plan(
                                        connection,
                                        "due(timestamptz, timestamptz, bigint)",
                                        Sweep.DUE,
                                        "due('2020-01-01', now(), 500)"),
                                plan(
                                        connection,
                                        "next(timestamptz, timestamptz)",
                                        Sweep.NEXT,
                                        "next('2020-01-01', now())"))
                        .andFailFast())
                .eventually(() -> run(connection, "rollback; deallocate due; deallocate next"));
    }

    private static Uni<String> plan(SqlConnection connection, String name, String sql, String call) {
        return run(connection, "prepare " + name + " as " + sql)
                .chain(() -> run(
                        connection, "explain (analyze, buffers, costs off, timing off, summary off) execute " + call))
                .map(SweepTest::text);
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
