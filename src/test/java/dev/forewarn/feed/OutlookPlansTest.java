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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many cutoffs there are, looking along the calendar reads a stretch of an index. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class OutlookPlansTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    /** Days in a row, of which every hundredth never ends. */
    private static final String FILL =
            """
            insert into cutoff (id, key, subject, milestone, channel, region, audience, revision, window_start, window_end, document)
            select 'cut_many' || n, 'many/' || n || ':shutdown', 'many/' || n, 'shutdown', 'many', '*', '*', 1,
                   now() + (n - 10000) * interval '1 hour',
                   case when n % 100 > 0 then now() + (n - 10000) * interval '1 hour' + interval '1 day' end, '{}'
            from generate_series(1, 20000) n""";

    private static final OffsetDateTime NOW = OffsetDateTime.now(ZoneOffset.UTC);

    @Inject
    Pool pool;

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void aPageAheadReadsOnlyWhatItShows(String mode) {
        Tuple ahead = selection()
                .addOffsetDateTime(NOW.minusDays(32))
                .addString("")
                .addOffsetDateTime(NOW.plusYears(1000))
                .addOffsetDateTime(NOW)
                .addInteger(101);
        assertThat(explained(OutlookStore.FORWARD, ahead, mode))
                .contains("Index Scan using cutoff_in_order", "Index Cond: ((COALESCE")
                .doesNotContain("Sort", "Seq Scan");
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void soDoesOneBack(String mode) {
        Tuple back = selection()
                .addOffsetDateTime(NOW)
                .addString("")
                .addOffsetDateTime(NOW)
                .addInteger(101);
        assertThat(explained(OutlookStore.BACKWARD, back, mode))
                .contains("Index Scan Backward using cutoff_in_order", "Index Cond: (ROW(COALESCE")
                .doesNotContain("Sort", "Seq Scan");
    }

    @Test
    void whatMayComeAnyDayHasAnIndexOfItsOwn() {
        Tuple begun = selection().addOffsetDateTime(NOW).addInteger(21);
        assertThat(explained(OutlookStore.ANY_DAY, begun, "force_generic_plan"))
                .contains("cutoff_open_ended")
                .doesNotContain("Seq Scan");
    }

    @Test
    void theMonthsReadOnlyWhatIsDrawn() {
        Tuple drawn = selection().addOffsetDateTime(NOW.minusDays(90)).addOffsetDateTime(NOW.plusDays(450));
        assertThat(explained(OutlookStore.MONTHS, drawn, "force_generic_plan"))
                .contains("cutoff_in_order", "Index Cond: ((COALESCE")
                .doesNotContain("Seq Scan");
    }

    private static Tuple selection() {
        return Tuple.tuple()
                .addArrayOfString(null)
                .addArrayOfString(new String[0])
                .addString(null)
                .addString(null)
                .addString(null);
    }

    /** In a transaction that is rolled back. */
    private String explained(String statement, Tuple parameters, String mode) {
        return pool.withConnection(connection -> explained(connection, statement, parameters, mode))
                .await()
                .atMost(AT_MOST);
    }

    private static Uni<String> explained(SqlConnection connection, String statement, Tuple parameters, String mode) {
        return run(connection, "begin")
                .chain(() -> run(connection, FILL))
                .chain(() -> run(connection, "analyze cutoff"))
                .chain(() -> run(connection, "set local plan_cache_mode = " + mode))
                .chain(() -> connection
                        .preparedQuery("explain (costs off) " + statement)
                        .execute(parameters))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.joining("\n")))
                .eventually(() -> run(connection, "rollback"));
    }

    private static Uni<?> run(SqlConnection connection, String statement) {
        return connection.query(statement).execute();
    }
}
