package dev.forewarn.notice;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The fan-outs that this replica has leased and not begun; their rows are the truth, this only saves reading them. */
@Singleton
public class FanoutQueue {

    private final NoticeSettings settings;
    private final Queue<Fanout> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private volatile Runnable listener = () -> {};

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

    boolean hasRoomFor(int more) {
        return size.get() + more <= settings.queue();
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
