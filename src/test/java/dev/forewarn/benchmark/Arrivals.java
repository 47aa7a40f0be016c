package dev.forewarn.benchmark;

import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What one event loop of the receiver has taken. It costs little to add to: it is no part of what is measured. */
final class Arrivals {

    private static final long LONGEST_MICROS = 3_600_000_000L;

    private long[] keys = new long[1 << 16];
    private int size;
    private long last;
    private Histogram latency = new Histogram(LONGEST_MICROS, 3);

    /** @param key of the notice and the subscription */
    synchronized void add(long key, long nowMicros) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        keys[size++] = key;
        last = nowMicros;
    }

    synchronized void late(long micros) {
        latency.recordValue(Math.max(0, Math.min(micros, LONGEST_MICROS)));
    }

    synchronized void reset() {
        size = 0;
        last = 0;
        latency = new Histogram(LONGEST_MICROS, 3);
    }

    synchronized int size() {
        return size;
    }

    private synchronized long[] taken() {
        return Arrays.copyOf(keys, size);
    }

    private synchronized long last() {
        return last;
    }

    private synchronized Histogram latency() {
        return latency.copy();
    }

    /** All of them together, as one line: received, distinct, last arrival, then p50, p99 and the longest latency. */
    static String report(List<Arrivals> loops) {
        long[] all = loops.stream()
                .flatMapToLong(loop -> Arrays.stream(loop.taken()))
                .toArray();
        Arrays.parallelSort(all);
        long distinct = Arrays.stream(all).distinct().count();
        long last = loops.stream().mapToLong(Arrivals::last).max().orElse(0);
        Histogram latency = new Histogram(LONGEST_MICROS, 3);
        loops.forEach(loop -> latency.add(loop.latency()));
        return String.join(
                " ",
                Long.toString(all.length),
                Long.toString(distinct),
                Long.toString(last),
                Long.toString(latency.getValueAtPercentile(50)),
                Long.toString(latency.getValueAtPercentile(99)),
                Long.toString(latency.getMaxValue()));
    }
}
