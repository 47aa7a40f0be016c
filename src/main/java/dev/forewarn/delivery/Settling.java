package dev.forewarn.delivery;

import dev.forewarn.loop.Loop;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Gathers what is to be written and writes it together: after a short while, or as soon as there is enough. What could not
 * be written is written again, until PostgreSQL is back.
 *
 * @param <T> what is to be written
 */
final class Settling<T> {

    private static final Logger LOG = Logger.getLogger(Settling.class);

    private static final String NO_PARTITION = "23514";

    private final Queue<T> queue = new ConcurrentLinkedQueue<>();
    // Counts what is being written, too.
    private final AtomicInteger size = new AtomicInteger();
    private final Function<List<T>, Uni<Void>> writer;
    private final Consumer<T> unwritable;
    private final DeliverySettings settings;
    private final Loop loop;
    private List<T> writing = new ArrayList<>();
    private Runnable listener = () -> {};

    /**
     * @param writer writes all or none
     * @param unwritable is told of what PostgreSQL refuses to hold, which is then left out
     */
    Settling(
            Vertx vertx,
            String name,
            DeliverySettings settings,
            Function<List<T>, Uni<Void>> writer,
            Consumer<T> unwritable) {
        this.settings = settings;
        this.writer = writer;
        this.unwritable = unwritable;
        this.loop = new Loop(vertx, name, this::step);
    }

    /** Sets what is told whenever less is unwritten; before the start. */
    void onWritten(Runnable listener) {
        this.listener = listener;
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
                : write(List.copyOf(writing)).map(any -> written());
    }

    private Uni<Void> write(List<T> items) {
        return writer.apply(items).onFailure(Settling::refused).recoverWithUni(failure -> refused(items, failure));
    }

    /** PostgreSQL can't hold something in these: alone, it is found, and does not keep the others from being written. */
    private Uni<Void> refused(List<T> items, Throwable failure) {
        if (items.size() > 1) {
            return Multi.createFrom()
                    .iterable(items)
                    .onItem()
                    .transformToUniAndConcatenate(item -> write(List.of(item)).invoke(() -> drop(item)))
                    .collect()
                    .last()
                    .replaceWithVoid();
        }
        LOG.errorf(failure, "can't be written and is left out: %s", items.get(0));
        unwritable.accept(items.get(0));
        return Uni.createFrom().voidItem();
    }

    /** It must not be written again, nor be said to be, if what comes after it fails. */
    private void drop(T item) {
        writing.removeIf(each -> each == item);
        size.decrementAndGet();
        listener.run();
    }

    /**
     * It would be refused again: class 22 of SQLSTATE, data exception, or a check violation, which is what the partitions
     * say of a day that is not kept any more.
     */
    private static boolean refused(Throwable failure) {
        return failure instanceof PgException refused
                && (refused.getSqlState().startsWith("22")
                        || refused.getSqlState().equals(NO_PARTITION));
    }

    private Duration written() {
        size.addAndGet(-writing.size());
        writing.clear();
        listener.run();
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
