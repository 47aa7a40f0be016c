package dev.forewarn.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Who waits for a busy host, or for a busy subscription. Used on one thread. */
final class BusyHosts {

    // More than one, as the first may still find its own subscription busy; not all, as there may be thousands.
    private static final int AT_ONCE = 4;

    private final Map<String, Deque<BooleanSupplier>> waiting = new HashMap<>();

    /** @param task tells whether it did anything, or had been let know before */
    void add(String host, BooleanSupplier task) {
        waiting.computeIfAbsent(host, any -> new ArrayDeque<>()).add(task);
    }

    /** It need not be let know any more. */
    void drop(String host, BooleanSupplier task) {
        waiting.computeIfPresent(host, (any, tasks) -> {
            tasks.remove(task);
            return tasks.isEmpty() ? null : tasks;
        });
    }

    /** A request to that host has ended: some of those who wait may find room, or wait again. */
    void freer(String host) {
        Deque<BooleanSupplier> tasks = waiting.remove(host);
        if (tasks == null) {
            return;
        }
        int left = AT_ONCE;
        while (left > 0 && !tasks.isEmpty()) {
            left -= tasks.remove().getAsBoolean() ? 1 : 0;
        }
        // Who waits again stands at the end.
        waiting.merge(host, tasks, BusyHosts::join);
        waiting.computeIfPresent(host, (any, rest) -> rest.isEmpty() ? null : rest);
    }

    private static Deque<BooleanSupplier> join(Deque<BooleanSupplier> again, Deque<BooleanSupplier> before) {
        before.addAll(again);
        return before;
    }
}
