package dev.forewarn.benchmark;

/**
 * What the receiver has taken.
 *
 * @param lastMicros when the last one came, since 1970
 */
record Received(long all, long distinct, long lastMicros, long p50Micros, long p99Micros, long longestMicros) {

    static Received of(Jvm receiver) {
        String[] fields = receiver.ask("report").split(" ", -1);
        return new Received(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]));
    }
}
