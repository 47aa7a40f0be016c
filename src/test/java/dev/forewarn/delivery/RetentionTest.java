package dev.forewarn.delivery;

import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.delivery.World.Raised;
import dev.forewarn.delivery.World.Subscribed;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class RetentionTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final String EXISTS = "select count(*) from pg_class where relname = $1";
    private static final String FAN_OUTS = "select count(*) from fanout where position = $1";

    @Inject
    World world;

    @Inject
    Pool pool;

    @Inject
    Retention retention;

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void daysThatAreOverAreDroppedAndOthersKept() {
        LocalDate over = today.minusDays(33);
        LocalDate kept = today.minusDays(30);
        partition(over);
        partition(kept);

        assertThat(step()).isEqualTo(HOUR);
        assertThat(exists(over)).isFalse();
        assertThat(exists(kept)).isTrue();
        assertThat(exists(today.plusDays(1))).isTrue();
    }

    @Test
    void whoReadsADayKeepsNobodyFromWritingAndIsWaitedFor() {
        LocalDate over = today.minusDays(35);
        partition(over);
        SqlConnection reader = pool.getConnection().await().atMost(SOON);
        run(reader, "begin");
        run(reader, "select count(*) from delivery; select count(*) from attempt");
        CompletableFuture<Duration> first = retention.step().subscribeAsCompletionStage();
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        int written = 0;
        while (!first.isDone() || written == 0) {
            Raised notice = world.states(provider + "/api" + written + ":shutdown", farOff());
            assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
            written++;
        }

        assertThat(first.join()).isLessThan(HOUR);
        assertThat(exists(over)).isTrue();
        run(reader, "rollback");
        reader.close().await().atMost(SOON);
        assertThat(step()).isEqualTo(HOUR);
        assertThat(exists(over)).isFalse();
        assertThat(receiver.received("/hook")).hasSize(written);
    }

    @Test
    void aDayIsMadeReadyThoughSomebodyReadsTheOthers() {
        SqlConnection reader = pool.getConnection().await().atMost(SOON);
        run(reader, "begin");
        run(reader, "select count(*) from delivery; select count(*) from attempt");
        LocalDate coming = today.plusDays(20);
        partition(coming);

        assertThat(exists(coming)).isTrue();
        run(reader, "rollback");
        reader.close().await().atMost(SOON);
    }

    @Test
    void whatStillWaitsWhenItsDayIsOverEndsWithoutATrace() {
        LocalDate over = today.minusDays(31);
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.ended(subscribed, notice);
        String waiting =
                "insert into waiting (subscription_id, due_at, position, day, attempts) values ($1, now() + interval '1 hour', $2, $3, 1)";
        world.rows(waiting, subscribed.id(), notice.position(), over);
        partition(over);
        step();

        assertThat(world.number("select count(*) from waiting where subscription_id = $1", subscribed.id()))
                .isZero();
        // What was being sent meanwhile can still be written.
        assertThat(exists(over)).isTrue();
        assertThat(retention.keeps(over)).isFalse();
        assertThat(retention.keeps(today.minusDays(30))).isTrue();
    }

    @Test
    void aNoticeThatIsToldAfterALongTimeHasADayToBeWrittenTo() {
        LocalDate longAgo = today.minusDays(50);
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        await().atMost(SOON).until(() -> world.number(FAN_OUTS, notice.position()) == 0);
        world.rows(
                "update notice set raised_at = raised_at - interval '50 days' where position = $1", notice.position());
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        world.rows("insert into fanout values ($1, 0, 1, now() + interval '1 hour')", notice.position());

        assertThat(step()).isEqualTo(HOUR);
        assertThat(exists(longAgo)).isTrue();
        world.rows("update fanout set lease_until = now() where position = $1", notice.position());
        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
        await().atMost(SOON).until(() -> world.number(FAN_OUTS, notice.position()) == 0);
        step();
        assertThat(exists(longAgo)).isFalse();
    }

    private Duration step() {
        return retention.step().await().atMost(SOON);
    }

    private void partition(LocalDate day) {
        world.rows("select ensure_partitions($1, $1)", day);
    }

    private boolean exists(LocalDate day) {
        String name = DateTimeFormatter.BASIC_ISO_DATE.format(day);
        long delivery = world.number(EXISTS, "delivery_" + name);
        assertThat(world.number(EXISTS, "attempt_" + name)).isEqualTo(delivery);
        return delivery == 1;
    }

    private static void run(SqlConnection connection, String sql) {
        connection.query(sql).execute().await().atMost(SOON);
    }
}
