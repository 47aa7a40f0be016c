package dev.forewarn.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** When a receiver is asked whether it wants to be sent to: often at first, and ten times in a day. */
final class PingSchedule {

    /** How often it is asked before it is left alone. */
    static final int PINGS = 10;

    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8),
            Duration.ofHours(8).plusMinutes(15));
    private static final Duration AT_LEAST = Duration.ofHours(24);
    private static final Duration FOR_THE_LAST = Duration.ofMinutes(1);

    private PingSchedule() {}

    /**
     * When it is the next one's turn; after the last one, when it is over.
     *
     * @param pings how many there have been
     * @param since when the first one was due
     * @param now when the last one is sent
     */
    static Instant after(int pings, Instant since, Instant now) {
        if (pings < PINGS) {
            return now.plus(WAITS.get(pings - 1));
        }
        Instant end = since.plus(AT_LEAST);
        Instant answered = now.plus(FOR_THE_LAST);
        return answered.isAfter(end) ? answered : end;
    }
}
