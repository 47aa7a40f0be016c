package dev.forewarn.delivery;

import static dev.forewarn.delivery.Receiver.status;
import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.delivery.Receiver.Received;
import dev.forewarn.delivery.World.Raised;
import dev.forewarn.delivery.World.Subscribed;
import dev.forewarn.ledger.Documents;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.Standing;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.sql.Columns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class SupersedingTest {

    private static final Receiver.Reply LATER = status(503, "Retry-After", "2");

    @Inject
    World world;

    @Inject
    Documents documents;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();
    private final String key = provider + "/api:shutdown";

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void anOldDateThatWaitsIsNotSentOnceThereIsANewOne() {
        receiver.answers("/hook", LATER);
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised announced = world.states(key, farOff());
        world.waits(subscribed, announced);
        Raised revised = world.states(key, farOff().plusDays(1));

        assertThat(world.endState(subscribed, revised)).isEqualTo(State.DELIVERED);
        assertThat(world.endState(subscribed, announced)).isEqualTo(State.SUPERSEDED);
        assertThat(sent("/hook")).containsExactly(announced.id(), revised.id());
        assertThat(revised.body()).contains("\"supersedes\":[\"" + announced.id() + "\"]");
    }

    @Test
    void aWithdrawalVoidsWhatWaits() {
        receiver.answers("/hook", LATER);
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised announced = world.states(key, farOff());
        world.waits(subscribed, announced);
        Raised withdrawn = world.withdraws(key);

        assertThat(world.endState(subscribed, announced)).isEqualTo(State.SUPERSEDED);
        assertThat(sent("/hook")).containsExactly(announced.id(), withdrawn.id());
    }

    @Test
    void aNoticeThatWasVoidedBeforeItsFanOutMakesNoDeliveries() {
        Raised announced = world.states(key, farOff());
        Raised revised = world.states(key, farOff().plusDays(1));
        awaitFannedOut(announced);
        awaitFannedOut(revised);
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        leaveFanout(announced);
        leaveFanout(revised);

        assertThat(world.endState(subscribed, revised)).isEqualTo(State.DELIVERED);
        awaitFannedOut(announced);
        assertThat(world.delivery(subscribed, announced)).isEmpty();
        assertThat(sent("/hook")).containsExactly(revised.id());
    }

    @Test
    void aReminderIsSupersededByTheNextRung() {
        awaitFannedOut(world.states(key, farOff()));
        receiver.answers("/hook", LATER);
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised week = comesDue(LeadTime.P7D, Duration.ofDays(7));
        world.waits(subscribed, week);
        Raised threeDays = comesDue(LeadTime.P3D, Duration.ofDays(3));

        assertThat(threeDays.body()).contains("\"leadTime\":\"P3D\"", "\"supersedes\":[\"" + week.id() + "\"]");
        assertThat(world.endState(subscribed, threeDays)).isEqualTo(State.DELIVERED);
        assertThat(world.endState(subscribed, week)).isEqualTo(State.SUPERSEDED);
        assertThat(sent("/hook")).containsExactly(week.id(), threeDays.id());
    }

    @Test
    void afterAnOutageAllRungsAreRaisedAndTheLastIsPushedToAllWhoPickedOne() {
        awaitFannedOut(world.states(key, farOff()));
        Subscribed month = picked("P30D");
        Subscribed days = picked("P3D");
        Subscribed halfYear = picked("P180D");
        Subscribed day = picked("P1D");
        Raised last = comesDue(LeadTime.P30D, Duration.ofDays(3));
        awaitFannedOut(last);

        assertThat(world.rows("select body, pushed from notice where cutoff_id = $1 order by position offset 1", id()))
                .extracting(row -> leadTime(row.getBuffer("body").toString()) + " " + row.getBoolean("pushed"))
                .containsExactly("P30D false", "P14D false", "P7D false", "P3D true");
        assertThat(last.body()).contains("\"late\":false", "\"daysLeft\":3");
        assertThat(world.endState(month, last)).isEqualTo(State.DELIVERED);
        assertThat(world.endState(days, last)).isEqualTo(State.DELIVERED);
        assertThat(receiver.received()).hasSize(2);
        assertThat(world.delivery(halfYear, last)).isEmpty();
        assertThat(world.delivery(day, last)).isEmpty();
    }

    private Subscribed picked(String rung) {
        String filter = "\"subjects\": [\"" + provider + "/*\"], \"leadTimes\": [\"" + rung + "\"]";
        return world.subscribes(receiver.url("/" + rung), filter);
    }

    private static String leadTime(String body) {
        return JsonPath.from(body).getString("data.leadTime");
    }

    @Test
    void aRetryThatWouldComeAfterTheDeadlineIsNotMade() {
        receiver.answers("/hook", LATER);
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(key, farOff());
        world.waits(subscribed, notice);
        world.rows(
                "update notice set deadline = now() + interval '0.5 seconds' where position = $1", notice.position());

        assertThat(world.endState(subscribed, notice)).isEqualTo(State.EXPIRED);
        assertThat(world.ended(subscribed, notice).getInteger("attempts")).isEqualTo(1);
        assertThat(sent("/hook")).hasSize(1);
    }

    @Test
    void theFirstAttemptIsMadeHoweverLateItIs() {
        Raised notice = world.states(key, farOff());
        awaitFannedOut(notice);
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        world.rows("update notice set deadline = now() - interval '1 day' where position = $1", notice.position());
        leaveFanout(notice);

        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
    }

    /** Time goes by, for this cutoff alone, until that rung is due. */
    private Raised comesDue(LeadTime rung, Duration before) {
        Raised last = world.newest(key);
        String document = world.rows("select document from cutoff where id = $1", id())
                .get(0)
                .getString(0);
        Cutoff stored = documents.cutoff(document);
        Instant now = Instant.now();
        Cutoff moved = startingAt(stored, now.plus(before).minusSeconds(1));
        world.rows(
                "update cutoff set document = $2, next_due_at = $3, next_lead_time = $4 where id = $1",
                id(),
                documents.write(moved),
                Columns.utc(now.minusSeconds(1)),
                rung.ordinal());
        await().atMost(SOON).until(() -> world.newest(key).position() > last.position());
        return world.newest(key);
    }

    private String id() {
        return CutoffKey.parse(key).id().value();
    }

    private static Cutoff startingAt(Cutoff cutoff, Instant start) {
        Standing before = cutoff.standing();
        Effective effective = new Effective.At(start);
        return new Cutoff(
                cutoff.key(),
                cutoff.revision(),
                false,
                new Standing(
                        before.subject(),
                        effective,
                        effective.window(),
                        before.certainty(),
                        before.replacement(),
                        before.source(),
                        1,
                        1,
                        List.of()));
    }

    private void awaitFannedOut(Raised notice) {
        String left = "select count(*) from fanout where position = $1";
        await().atMost(SOON).until(() -> world.number(left, notice.position()) == 0);
    }

    private void leaveFanout(Raised notice) {
        world.rows("insert into fanout (position, lease_until) values ($1, now())", notice.position());
    }

    private List<String> sent(String path) {
        return receiver.received(path).stream()
                .map((Received each) -> each.header("webhook-id"))
                .toList();
    }
}
