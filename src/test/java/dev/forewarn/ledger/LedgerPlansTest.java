package dev.forewarn.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a batch reads costs what is in the batch, however much is stored. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class LedgerPlansTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private static final List<String> FILL = List.of(
            """
            insert into event (source, id, type, time, cutoff_id, digest)
            select 'urn:plans', i, 'x', now(), 'cut_' || i, '' from generate_series(1, 20000) i""",
            """
            insert into claim (cutoff_id, source, event_id, said_at, live)
            select 'cut_' || i, 'urn:plans', i, now(), true from generate_series(1, 20000) i""",
            "analyze event",
            "analyze claim");

    @Inject
    Pool pool;

    /** In a transaction that is rolled back. */
    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void theClaimsOfABatchAreFoundByTheirKey(String mode) {
        String plan = pool.withConnection(connection -> explained(connection, mode))
                .await()
                .atMost(AT_MOST);

        assertThat(plan)
                .contains("claim_pkey", "event_pkey")
                .doesNotContain("Hash Join", "Merge Join", "claim_of_source");
    }

    private static Uni<String> explained(SqlConnection connection, String mode) {
        String[] ids = IntStream.range(0, 24).mapToObj(i -> "cut_" + i * 7).toArray(String[]::new);
        Uni<?> filled = run(connection, "begin");
        for (String statement : FILL) {
            filled = filled.chain(() -> run(connection, statement));
        }
        return filled.chain(() -> run(connection, "set local plan_cache_mode = " + mode))
                .chain(() -> connection
                        .preparedQuery("explain (analyze, costs off, timing off) " + LedgerReading.READ_CLAIMS)
                        .execute(Tuple.of(ids, new String[0])))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.joining("\n")))
                .eventually(() -> run(connection, "rollback"));
    }

    private static Uni<?> run(SqlConnection connection, String statement) {
        return connection.query(statement).execute();
    }
}
