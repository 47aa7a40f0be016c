package dev.forewarn.delivery;

import static dev.forewarn.delivery.World.farOff;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.delivery.World.Raised;
import dev.forewarn.delivery.World.Subscribed;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Whatever a receiver does with a connection, the delivery ends, and as it should. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class RudeReceiverTest {

    private static final int ATTEMPTS = 3;

    @Inject
    World world;

    private final String provider = World.newProvider();

    @Test
    void oneThatResetsTheConnectionIsTriedAgain() throws IOException {
        assertFails(RudeReceiver.resets(), "connection_closed");
    }

    @Test
    void oneThatClosesInTheMiddleOfItsHeadIsTriedAgain() throws IOException {
        assertFails(RudeReceiver.says("HTTP/1.1 200 OK\r\nContent-"), "connection_closed");
    }

    @Test
    void oneThatClosesInTheMiddleOfItsBodyIsTriedAgain() throws IOException {
        assertFails(RudeReceiver.says("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"), "connection_closed");
    }

    @Test
    void oneThatSpeaksNoHttpIsTriedAgain() throws IOException {
        assertFails(RudeReceiver.says("220 mail.example ESMTP\r\n"), "invalid_answer");
    }

    @Test
    void oneThatAnswersWithNoStatusOfHttpIsTriedAgain() throws IOException {
        assertFails(RudeReceiver.says("HTTP/1.1 999 Well\r\nContent-Length: 0\r\n\r\n"), "invalid_answer");
    }

    @Test
    void oneThatSendsAnEndlessHeadIsGivenUp() throws IOException {
        String header = "X-More: " + "m".repeat(1000) + "\r\n";
        assertFails(RudeReceiver.says("HTTP/1.1 200 OK\r\n" + header.repeat(1000)), "invalid_answer");
    }

    @Test
    void oneThatDripsItsHeadEndsAsATimeout() throws IOException {
        RudeReceiver[] itself = new RudeReceiver[1];
        try (RudeReceiver receiver =
                new RudeReceiver((socket, out) -> itself[0].drips().show(socket, out))) {
            itself[0] = receiver;
            assertFails(receiver, "timeout");
        }
    }

    @Test
    void onlyThePartOfAGibibyteThatCounts() throws IOException {
        RudeReceiver[] itself = new RudeReceiver[1];
        try (RudeReceiver receiver =
                new RudeReceiver((socket, out) -> itself[0].pours().show(socket, out))) {
            itself[0] = receiver;
            Subscribed subscribed = world.subscribesTo(provider, receiver.url());
            Raised notice = world.states(provider + "/api:shutdown", farOff());

            assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
            // What was on its way in the buffers of both sides when the connection was closed, and no more.
            assertThat(receiver.written()).isLessThan(64 << 20);
        }
    }

    @Test
    void aBombIsNotSetOff() throws IOException {
        try (RudeReceiver receiver = new RudeReceiver(RudeReceiver.bombs(500))) {
            Subscribed subscribed = world.subscribesTo(provider, receiver.url());
            Raised notice = world.states(provider + "/api:shutdown", farOff());

            Row ended = world.ended(subscribed, notice);
            assertThat(ended.getInteger("status")).isEqualTo(500);
            assertThat(ended.getString("response")).isEqualTo("boom".repeat(256));
        }
    }

    private void assertFails(RudeReceiver.Manners manners, String error) throws IOException {
        try (RudeReceiver receiver = new RudeReceiver(manners)) {
            assertFails(receiver, error);
        }
    }

    private void assertFails(RudeReceiver receiver, String error) {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url());
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        Row ended = world.ended(subscribed, notice);
        assertThat(State.values()[ended.getInteger("state")]).isEqualTo(State.FAILED);
        assertThat(ended.getString("error")).isEqualTo(error);
        assertThat(ended.getInteger("attempts")).isEqualTo(ATTEMPTS);
        assertThat(receiver.requests().get(notice.id())).hasValue(ATTEMPTS);
    }
}
