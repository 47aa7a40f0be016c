package dev.forewarn.loop;

import dev.forewarn.watch.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Does one step after another, each once the one before has ended, for as long as the service runs. A step may fail: the
 * row that it worked on is the truth, and the next step finds it again.
 *
 * <pre>
 *            ┌── time is up, or woken ──┐
 *            ▼                          │
 *   start ▶ RUNNING ── step ended ──▶ WAITING ── stop ──▶ STOPPED
 *            │  ▲                                            ▲
 *            │  └─ at once, if woken meanwhile               │
 *            └─────────────── step ended, stopping ──────────┘
 * </pre>
 */
public final class Loop {

    private static final Logger LOG = Logger.getLogger(Loop.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    // A database that is cut off without a word never answers, and the loop would stand still for ever.
    private static final Duration LONGEST_STEP = Duration.ofMinutes(1);

    private enum State {
        RUNNING,
        WAITING,
        STOPPED
    }

    private final String name;
    private final Pulse pulse;
    private final Supplier<Uni<Duration>> step;
    private final Vertx vertx;
    // One of its own: by default all that one thread starts would share an event loop. All that follows is touched on
    // it alone.
    private final Context context;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private State state = State.WAITING;
    private boolean woken;
    private boolean stopping;
    private long timer = -1;

    /**
     * @param name for the log
     * @param step does what is due and tells how long there is nothing to do unless the loop is woken; zero: at once
     */
    public Loop(Vertx vertx, String name, Supplier<Uni<Duration>> step) {
        this.vertx = vertx;
        this.name = name;
        this.pulse = new Pulse(name);
        this.step = step;
        this.context = EventLoops.beside(vertx);
    }

    /** Begins with the first step; safe to call from any thread. */
    public void start() {
        wake();
    }

    /** Lets the next step begin now, or as soon as the present one has ended; safe to call from any thread. */
    public void wake() {
        context.runOnContext(any -> {
            woken = true;
            if (state == State.WAITING) {
                run();
            }
        });
    }

    /** Lets the present step end and begins no other. */
    public Uni<Void> stop() {
        context.runOnContext(any -> {
            stopping = true;
            if (state == State.WAITING) {
                end();
            }
        });
        return Uni.createFrom().completionStage(stopped);
    }

    private void run() {
        vertx.cancelTimer(timer);
        state = State.RUNNING;
        woken = false;
        pulse.expect(LONGEST_STEP);
        // Deferred, so that whatever a step throws is a failure of that step.
        Uni.createFrom()
                .deferred(step::get)
                .ifNoItem()
                .after(LONGEST_STEP)
                .fail()
                .subscribe()
                .with(this::done, this::failed);
    }

    private void done(Duration rest) {
        pulse.done();
        ended(rest);
    }

    private void failed(Throwable failure) {
        pulse.failed();
        Ids.with(
                Map.of(Ids.LOOP, name),
                () -> LOG.warnf("%s failed and goes on in %s: %s", name, AFTER_FAILURE, failure.toString()));
        LOG.debug(name, failure);
        ended(AFTER_FAILURE);
    }

    private void ended(Duration rest) {
        context.runOnContext(any -> rest(rest));
    }

    private void rest(Duration rest) {
        if (stopping) {
            end();
        } else if (woken || rest.isZero() || rest.isNegative()) {
            run();
        } else {
            state = State.WAITING;
            pulse.expect(rest);
            timer = vertx.setTimer(Math.max(1, rest.toMillis()), id -> run());
        }
    }

    private void end() {
        vertx.cancelTimer(timer);
        state = State.STOPPED;
        pulse.stopped();
        stopped.complete(null);
    }
}
