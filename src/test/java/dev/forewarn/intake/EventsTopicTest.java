package dev.forewarn.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.intake.EventsTopic.Outgoing;
import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.MutinyEmitter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTopicTest {

    private final List<UniEmitter<? super Void>> sends = new ArrayList<>();
    private final EventsTopic topic = new EventsTopic(kafka());

    @Test
    void whileKafkaIsAwayOnlySoManyEventsWaitForIt() {
        List<UniAssertSubscriber<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(put(1000));
        }
        put(1).assertFailedWith(ProblemException.class);
        assertThat(sends).hasSize(10_000);
        // That nobody waits for them any longer does not take them out of the buffer.
        waiting.forEach(UniAssertSubscriber::cancel);
        put(1).assertFailedWith(ProblemException.class);
        sends.get(0).complete(null);
        sends.get(1).fail(new IllegalStateException("too late"));
        put(2).assertNotTerminated();
        put(1).assertFailedWith(ProblemException.class);
    }

    private UniAssertSubscriber<Void> put(int events) {
        Decoded decoded = Judge.at(Sent.TIME).structured(Sent.stated("openai/videos-api"));
        Outgoing event = new Outgoing(((Decoded.Accepted) decoded).said(), new byte[0]);
        return topic.put(Collections.nCopies(events, event)).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    /** Takes events when the test says so. */
    @SuppressWarnings("unchecked")
    private MutinyEmitter<byte[]> kafka() {
        return (MutinyEmitter<byte[]>) Proxy.newProxyInstance(
                MutinyEmitter.class.getClassLoader(),
                new Class<?>[] {MutinyEmitter.class},
                (proxy, method, arguments) -> Uni.createFrom().<Void>emitter(sends::add));
    }
}
