package dev.forewarn.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.loop.Frontier;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Somebody holds a snapshot from before thousands of cutoffs were swept and thousands of fan-outs were done, so that their
 * dead entries stay in the indexes. In a schema of its own: nobody else is to sweep these.
 */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class OldSnapshotTest {

    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");
    private static final int DEAD = 10_000;

    private static final String TABLES =
            """
            create schema behind;
            set search_path = behind, public;
            create table cutoff (like public.cutoff including all);
            create table fanout (like public.fanout including all);
            insert into cutoff (id, key, subject, milestone, channel, region, audience, revision, document, next_due_at)
            select i, i, i, 'shutdown', 'a', '*', '*', 1, 'document', now() - i * interval '1 second'
            from generate_series(1, 10000) i;
            insert into fanout (position, lease_until)
            select i, now() - i * interval '1 second' from generate_series(1, 10000) i""";

    private static final String WORK =
            """
            update cutoff set next_due_at = next_due_at + interval '30 days';
            delete from fanout;
            analyze cutoff;
            analyze fanout""";

    private final Instant now = Instant.now();
    private Connection worker;
    private Connection foreigner;

    @BeforeEach
    void workBehindASnapshot() throws SQLException {
        worker = connection();
        foreigner = connection();
        run(worker, TABLES);
        foreigner.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        foreigner.setAutoCommit(false);
        run(foreigner, "select count(*) from behind.cutoff");
        run(worker, WORK);
    }

    /** Of its own: one of a pool may be of a server that another test has stopped since. */
    private static Connection connection() throws SQLException {
        Config config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
    }

    @AfterEach
    void close() throws SQLException {
        foreigner.rollback();
        foreigner.close();
        run(worker, "deallocate all; reset search_path; reset plan_cache_mode; drop schema behind cascade");
        worker.close();
    }

    @Test
    void aSweepDoesNotReadWhatWasSweptBefore() throws SQLException {
        assertBounded(Sweep.NEXT, "timestamptz, timestamptz", "'%s', now()");
        assertBounded(Sweep.DUE, "timestamptz, timestamptz, bigint", "'%s', now(), 500");
    }

    @Test
    void aSearchForFanoutsDoesNotReadThoseThatAreDone() throws SQLException {
        assertBounded(Fanouts.LOWEST, "timestamptz, timestamptz", "'%s', now()");
        assertBounded(Fanouts.TAKE_OVER, "timestamptz, timestamptz, bigint, timestamptz", "now(), now(), 100, '%s'");
    }

    private void assertBounded(String sql, String types, String parameters) throws SQLException {
        Frontier frontier = new Frontier(() -> now);
        assertThat(buffers(sql, types, parameters.formatted(frontier.search())))
                .as("from the beginning")
                .isGreaterThan(DEAD / 100);
        frontier.found(now.minus(Frontier.SLACK));
        assertThat(buffers(sql, types, parameters.formatted(frontier.begins())))
                .as("from the frontier")
                .isLessThan(20);
    }

    /** Of the second of two runs: the first could have marked the dead entries as such. */
    private int buffers(String sql, String types, String parameters) throws SQLException {
        run(worker, "deallocate all");
        run(worker, "set plan_cache_mode = force_generic_plan");
        run(worker, "prepare work(" + types + ") as " + sql);
        run(worker, "execute work(" + parameters + ")");
        String plan = String.join(
                "\n",
                run(worker, "explain (analyze, buffers, costs off, timing off) execute work(" + parameters + ")"));
        Matcher matcher = BUFFERS.matcher(plan);
        assertThat(matcher.find()).as(plan).isTrue();
        return Integer.parseInt(matcher.group(1)) + (matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
    }

    private static List<String> run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<String> lines = new ArrayList<>();
            if (statement.execute(sql)) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return lines;
        }
    }
}
