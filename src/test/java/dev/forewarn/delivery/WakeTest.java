package dev.forewarn.delivery;

import static dev.forewarn.delivery.World.farOff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.delivery.World.Raised;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where nobody looks by himself but twice a minute, what happens is told by those to whom it happens. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(WakeTest.Patient.class)
class WakeTest {

    private static final Duration FAR_SOONER = Duration.ofSeconds(10);

    public static final class Patient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("forewarn.delivery.poll-interval", "PT30S", "forewarn.notice.poll-interval", "PT30S");
        }
    }

    @Inject
    World world;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void aNoticeIsSentAsSoonAsItIsRaised() {
        world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        awaitWebhook(notice.id());
    }

    @Test
    void anEventThatMakesSomethingDueSoonIsSweptInTime() {
        world.subscribesTo(provider, receiver.url("/hook"));
        // The reminder of a week before is due in two seconds.
        String key = provider + "/api:shutdown";
        Instant start = Instant.now().plus(Duration.ofDays(7)).plusSeconds(2);
        Raised late = world.states(key, new Effective.At(start));

        await().atMost(FAR_SOONER).until(() -> world.newest(key).position() > late.position());
        Raised reminder = world.newest(key);
        assertThat(reminder.body()).contains("\"leadTime\":\"P7D\"", "\"late\":false", "\"daysLeft\":7");
        awaitWebhook(reminder.id());
    }

    @Test
    void whatWaitsForABusyReceiverIsSentAsSoonAsThereIsRoom() {
        world.subscribesTo(provider, receiver.url("/hook"));
        for (int i = 0; i < 60; i++) {
            world.states(provider + "/api" + i + ":shutdown", farOff());
        }

        await().atMost(FAR_SOONER).until(() -> receiver.received("/hook").size() == 60);
    }

    private void awaitWebhook(String id) {
        await().atMost(FAR_SOONER).until(() -> receiver.received("/hook").stream()
                .anyMatch(each -> each.header("webhook-id").equals(id)));
    }
}
