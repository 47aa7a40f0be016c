package dev.forewarn.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Who waits for a busy host, or for a busy subscription. Used on one thread. */
final class BusyHosts {

    // More than one, as the first may still find its own subscription busy; not all, as there may be thousands.
    private static final int AT_ONCE = 4;

    private final Map<String, Deque<Runnable>> waiting = new HashMap<>();

    void add(String host, Runnable task) {
        waiting.computeIfAbsent(host, any -> new ArrayDeque<>()).add(task);
    }

    /** A request to that host has ended: some of those who wait may find room, or wait again. */
    void freer(String host) {
        Deque<Runnable> tasks = waiting.remove(host);
        if (tasks == null) {
            return;
        }
        for (int i = 0; i < AT_ONCE && !tasks.isEmpty(); i++) {
            tasks.poll().run();
        }
        // Who waits again stands at the end.
        waiting.merge(host, tasks, BusyHosts::join);
        waiting.computeIfPresent(host, (any, left) -> left.isEmpty() ? null : left);
    }

    private static Deque<Runnable> join(Deque<Runnable> again, Deque<Runnable> before) {
        before.addAll(again);
        return before;
    }
}
