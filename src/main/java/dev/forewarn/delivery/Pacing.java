package dev.forewarn.delivery;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * Keeps what failed together from coming back together. Retries are where the schedule puts them as long as they are few;
 * a second that already holds its share of all that are to come passes the next ones on to the seconds after it. Used on
 * one thread.
 */
final class Pacing {

    // The share of all retries to come that one second may hold; rule 9 allows 5 %, of which some is left for chance.
    private static final double SHARE = 0.04;
    private static final int ALWAYS = 50;

    private final NavigableMap<Long, Integer> booked = new TreeMap<>();
    private final IntUnaryOperator chance;
    private int toCome;

    /** @param chance a number from 0 to below its argument */
    Pacing(IntUnaryOperator chance) {
        this.chance = chance;
    }

    /**
     * When a retry is made that should be made at {@code at}: then, or as soon after as there is room; before, if it
     * would be later than {@code latest}.
     */
    Instant book(Instant at, Optional<Instant> latest, Instant now) {
        forget(now);
        long wished = at.getEpochSecond();
        long last = latest.map(Instant::getEpochSecond).orElse(Long.MAX_VALUE);
        long second = room(wished, last, now.getEpochSecond());
        booked.merge(second, 1, Integer::sum);
        toCome++;
        return second == wished ? at : Instant.ofEpochSecond(second).plusMillis(chance.applyAsInt(1000));
    }

    private long room(long wished, long last, long now) {
        long most = Math.max(ALWAYS, (long) (SHARE * toCome));
        long second = wished;
        while (full(second, most) && second < last) {
            second++;
        }
        return full(second, most) ? before(Math.min(wished, last), most, now) : second;
    }

    /** With no room anywhere, it is at least not late. */
    private long before(long wished, long most, long now) {
        long second = wished;
        while (full(second, most) && second > now + 1) {
            second--;
        }
        return full(second, most) ? wished : second;
    }

    private boolean full(long second, long most) {
        return booked.getOrDefault(second, 0) >= most;
    }

    private void forget(Instant now) {
        NavigableMap<Long, Integer> past = booked.headMap(now.getEpochSecond(), false);
        for (Map.Entry<Long, Integer> each : past.entrySet()) {
            toCome -= each.getValue();
        }
        past.clear();
    }
}
