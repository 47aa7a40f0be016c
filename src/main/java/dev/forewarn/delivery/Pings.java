package dev.forewarn.delivery;

import dev.forewarn.loop.Loop;
import dev.forewarn.subscription.Consent;
import dev.forewarn.subscription.Consent.Asked;
import dev.forewarn.watch.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Asks receivers whether they want webhooks: by schedule, until one says yes, and whenever an owner wants to know.
 *
 * <pre>
 *   due ─▶ counted ─▶ sent ─▶ answered
 * </pre>
 *
 * A ping is counted before it is sent: what is lost in a crash is made up for by the next.
 */
@Singleton
class Pings {

    private static final Logger LOG = Logger.getLogger(Pings.class);
    // Few, as there are few: they must not take the place of deliveries.
    private static final int AT_ONCE = 32;
    private static final int GONE = 410;

    private final Consent consent;
    private final Sender sender;
    private final DeliverySettings settings;
    private final InstantSource wall;
    private final String base;
    private final Loop loop;
    private final AtomicInteger inFlight = new AtomicInteger();
    // Those that somebody asks for take no place of these.
    private final AtomicInteger scheduled = new AtomicInteger();

    Pings(
            Vertx vertx,
            Consent consent,
            Sender sender,
            DeliverySettings settings,
            InstantSource wall,
            @ConfigProperty(name = "forewarn.url") String url) {
        this.consent = consent;
        this.sender = sender;
        this.settings = settings;
        this.wall = wall;
        this.base = url.replaceAll("/+$", "");
        this.loop = new Loop(vertx, "pings", this::step);
    }

    void start() {
        consent.onAsk(loop::wake);
        loop.start();
    }

    /** Sends no other by schedule. */
    Uni<Void> stop() {
        return loop.stop();
    }

    /** How many have no answer yet that is written. */
    int inFlight() {
        return inFlight.get();
    }

    /** Sends one that has been counted; the answer is told to whoever decides what follows from it. */
    Uni<AttemptView> send(Asked asked) {
        inFlight.incrementAndGet();
        return Uni.createFrom()
                .deferred(() -> attempt(asked))
                .call(tried -> answered(asked, tried.answer()))
                .onTermination()
                .invoke(inFlight::decrementAndGet)
                .map(AttemptView::of);
    }

    private Uni<Void> answered(Asked asked, Answer answer) {
        boolean gone = answer.code().filter(code -> code == GONE).isPresent();
        return gone ? consent.refused(asked) : consent.answered(asked, answer.success());
    }

    private Uni<Outcome.Tried> attempt(Asked asked) {
        Instant begun = wall.instant();
        Ping ping = Ping.to(asked.target().publicId(), base, begun);
        return Uni.createFrom()
                .completionStage(() -> sender.send(asked.target(), ping.id(), ping.body(), () -> true)
                        .toCompletionStage())
                .map(answer -> new Outcome.Tried(1, answer, millisSince(begun), begun));
    }

    private int millisSince(Instant begun) {
        return (int) Math.max(0, Duration.between(begun, wall.instant()).toMillis());
    }

    private Uni<Duration> step() {
        int room = AT_ONCE - scheduled.get();
        return room > 0
                ? consent.due(room).map(due -> begin(due, room))
                : Uni.createFrom().item(settings.pollInterval());
    }

    private Duration begin(List<Asked> due, int room) {
        due.forEach(this::begin);
        return due.size() == room ? Duration.ZERO : settings.pollInterval();
    }

    private void begin(Asked asked) {
        scheduled.incrementAndGet();
        send(asked)
                .onTermination()
                .invoke(scheduled::decrementAndGet)
                .subscribe()
                .with(any -> {}, failure -> lost(asked, failure));
    }

    private static void lost(Asked asked, Throwable failure) {
        Ids.with(
                Map.of(Ids.SUBSCRIPTION, asked.target().publicId()),
                () -> LOG.warnf("the answer of %s to a ping is lost: %s", asked.target(), failure.toString()));
    }
}
