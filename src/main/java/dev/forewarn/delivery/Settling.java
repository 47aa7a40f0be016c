package dev.forewarn.delivery;

import dev.forewarn.loop.Loop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Gathers what is to be written and writes it together: after a short while, or as soon as there is enough. What could not
 * be written is written again, until PostgreSQL is back.
 *
 * @param <T> what is to be written
 */
final class Settling<T> {

    private final Queue<T> queue = new ConcurrentLinkedQueue<>();
    // Counts what is being written, too.
    private final AtomicInteger size = new AtomicInteger();
    private final Function<List<T>, Uni<Void>> writer;
    private final DeliverySettings settings;
    private final Loop loop;
    private List<T> writing = List.of();

    Settling(Vertx vertx, String name, DeliverySettings settings, Function<List<T>, Uni<Void>> writer) {
        this.settings = settings;
        this.writer = writer;
        this.loop = new Loop(vertx, name, this::step);
    }

    void start() {
        loop.start();
    }

    /** How much is not yet written. */
    int backlog() {
        return size.get();
    }

    void add(T item) {
        queue.add(item);
        if (size.incrementAndGet() == settings.settleBatch()) {
            loop.wake();
        }
    }

    /** Stops once everything is written. */
    Uni<Void> stop() {
        return loop.stop().chain(this::rest);
    }

    private Uni<Void> rest() {
        return backlog() == 0 ? Uni.createFrom().voidItem() : step().chain(this::rest);
    }

    private Uni<Duration> step() {
        if (writing.isEmpty()) {
            writing = take();
        }
        return writing.isEmpty()
                ? Uni.createFrom().item(settings.settleInterval())
                : writer.apply(writing).map(any -> written());
    }

    private Duration written() {
        size.addAndGet(-writing.size());
        writing = List.of();
        return size.get() >= settings.settleBatch() ? Duration.ZERO : settings.settleInterval();
    }

    private List<T> take() {
        List<T> taken = new ArrayList<>();
        while (taken.size() < settings.settleBatch() && !queue.isEmpty()) {
            taken.add(queue.remove());
        }
        return taken;
    }
}
