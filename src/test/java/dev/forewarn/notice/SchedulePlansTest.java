package dev.forewarn.notice;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class SchedulePlansTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final OffsetDateTime LONG_AGO = OffsetDateTime.parse("2000-01-01T00:00:00Z");
    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");

    private static final String FILL =
            """
            insert into cutoff (id, key, subject, milestone, channel, region, audience, revision, window_start, document,
                                next_due_at, next_lead_time)
            select 'cut_' || i, 'a/' || i || ':shutdown', 'a/' || i, 'shutdown', 'a', '*', '*', 1,
                now() + interval '1 year' + i * interval '1 minute', repeat('document ', 100),
                now() + interval '1 day' + i * interval '1 minute', 3
            from generate_series(1, 20000) i""";

    @Inject
    Pool pool;

    /** In a transaction that is rolled back. */
    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void whatIsDueNextIsReadInItsOrderAndNoFurther(String mode) {
        String plan = pool.withConnection(connection -> explained(connection, mode))
                .await()
                .atMost(AT_MOST);

        assertThat(plan).contains("using cutoff_due on cutoff").doesNotContain("Seq Scan on cutoff");
        assertThat(buffers(plan)).as(plan).isLessThan(3_000);
    }

    private static Uni<String> explained(SqlConnection connection, String mode) {
        Tuple all = Tuple.tuple()
                .addOffsetDateTime(LONG_AGO)
                .addString("")
                .addOffsetDateTime(LONG_AGO)
                .addArrayOfString(null)
                .addArrayOfString(new String[0])
                .addArrayOfString(null)
                .addArrayOfString(null)
                .addArrayOfString(null)
                .addInteger(500)
                .addLong(1L);
        return run(connection, "begin")
                .chain(() -> run(connection, FILL))
                .chain(() -> run(connection, "analyze cutoff"))
                .chain(() -> run(connection, "set local plan_cache_mode = " + mode))
                .chain(() -> connection
                        .preparedQuery("explain (analyze, buffers, costs off, timing off) " + ScheduleStore.DUE)
                        .execute(all))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.joining("\n")))
                .eventually(() -> run(connection, "rollback"));
    }

    private static Uni<?> run(SqlConnection connection, String statement) {
        return connection.query(statement).execute();
    }

    private static int buffers(String plan) {
        Matcher matcher = BUFFERS.matcher(plan);
        assertThat(matcher.find()).as(plan).isTrue();
        return Integer.parseInt(matcher.group(1)) + (matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
    }
}
