package dev.forewarn.notice;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The fan-outs that this replica has leased and not begun; their rows are the truth, this only saves reading them. */
@Singleton
public class FanoutQueue {

    private static final int FIRST = 1;

    private final NoticeSettings settings;
    private final Queue<Fanout> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private volatile Runnable listener = () -> {};
    private volatile boolean closed;

    FanoutQueue(NoticeSettings settings) {
        this.settings = settings;
    }

    /** Sets what is told whenever there may be something to do. */
    public void onWork(Runnable listener) {
        this.listener = listener;
    }

    /** The one that has waited longest. */
    public Optional<Fanout> poll() {
        Optional<Fanout> next = Optional.ofNullable(queue.poll());
        next.ifPresent(any -> size.decrementAndGet());
        return next;
    }

    /** What is raised from now on is left to others. */
    void close(@Observes @Priority(FIRST) ShutdownEvent event) {
        closed = true;
    }

    boolean hasRoomFor(int more) {
        return !closed && size.get() + more <= settings.queue();
    }

    void add(List<Fanout> leased) {
        queue.addAll(leased);
        size.addAndGet(leased.size());
        wake();
    }

    void wake() {
        listener.run();
    }
}
