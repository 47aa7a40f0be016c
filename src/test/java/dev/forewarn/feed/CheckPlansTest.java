package dev.forewarn.feed;

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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class CheckPlansTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private static final String FILL =
            """
            insert into subject (id, name, kind, aliases, authority, said_at, source, event_id)
            select 'many/' || i, 'Name ' || i, 'api', array['Alias ' || i, 'Other ' || i], 0, now(), 's', '1'
            from generate_series(1, 20000) i""";

    @Inject
    Pool pool;

    /** In a transaction that is rolled back. */
    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void namesAreLookedUpByAnIndexHoweverManySubjectsThereAre(String mode) {
        String plan = pool.withConnection(connection -> explained(connection, mode))
                .await()
                .atMost(AT_MOST);

        assertThat(plan).contains("subject_called", "subject_pkey").doesNotContain("Seq Scan on subject");
    }

    private static Uni<String> explained(SqlConnection connection, String mode) {
        String[] asked =
                IntStream.range(0, 500).mapToObj(i -> "ALIAS " + i * 30).toArray(String[]::new);
        return run(connection, "begin")
                .chain(() -> run(connection, FILL))
                .chain(() -> run(connection, "analyze subject"))
                .chain(() -> run(connection, "set local plan_cache_mode = " + mode))
                .chain(() -> connection
                        .preparedQuery("explain (analyze, costs off, timing off) " + CheckStore.NAMED)
                        .execute(Tuple.of(asked, CheckStore.MOST_CANDIDATES + 1)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.joining("\n")))
                .eventually(() -> run(connection, "rollback"));
    }

    private static Uni<?> run(SqlConnection connection, String statement) {
        return connection.query(statement).execute();
    }
}
