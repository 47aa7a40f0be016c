package dev.forewarn.notice;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class BacklogTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private static final String FILL =
            """
            insert into notice
            select 10000000 + i, 'ntc_' || i, 'cut_x', 'a/b', 1, 0, 0, true, null, now() - (30000 - i) * interval '1 minute',
                null, repeat('x', 500)::bytea
            from generate_series(1, 30000) i""";

    @Inject
    Pool pool;

    /** All of it in one transaction that is rolled back. */
    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void aWalkBeginsAndGoesOnByTheKeys(String mode) {
        List<String> plans = pool.withConnection(connection -> explained(connection, mode))
                .await()
                .atMost(AT_MOST);

        assertThat(plans.get(0)).contains("using notice_by_age").doesNotContain("Seq Scan");
        assertThat(plans.get(1)).contains("using notice_pkey").doesNotContain("Seq Scan on notice");
    }

    private static Uni<List<String>> explained(SqlConnection connection, String mode) {
        return run(connection, "begin")
                .chain(() -> run(connection, FILL))
                .chain(() -> run(connection, "analyze notice"))
                .chain(() -> run(connection, "set local plan_cache_mode = " + mode))
                .chain(() -> plans(connection))
                .eventually(() -> run(connection, "rollback; deallocate range; deallocate chunk"));
    }

    private static Uni<List<String>> plans(SqlConnection connection) {
        return run(connection, "prepare range as " + Backlog.RANGE)
                .chain(() -> run(connection, "prepare chunk as " + Backlog.CHUNK))
                .chain(() -> Uni.join()
                        .all(
                                plan(connection, "range(now() - interval '3 days')"),
                                plan(connection, "chunk(10020000, 10021000, now() - interval '20 days', now())"))
                        .andFailFast());
    }

    private static Uni<String> plan(SqlConnection connection, String call) {
        return run(connection, "explain (analyze, buffers, costs off, timing off, summary off) execute " + call)
                .map(BacklogTest::text);
    }

    private static Uni<RowSet<Row>> run(SqlConnection connection, String sql) {
        return connection.query(sql).execute();
    }

    private static String text(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
    }
}
