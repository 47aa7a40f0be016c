package dev.forewarn.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Announces cutoffs at a steady rate, each at its instant, whatever became of those before. An event's time is the instant
 * at which it was to be said: if the benchmark itself falls behind, that counts.
 */
final class OpenLoop {

    private final Speaker speaker;
    private final int perSecond;
    private final IntFunction<String> provider;
    private int said;

    /** @param provider of each event, by its number */
    OpenLoop(Speaker speaker, int perSecond, IntFunction<String> provider) {
        this.speaker = speaker;
        this.perSecond = perSecond;
        this.provider = provider;
    }

    /** Returns how many were said. */
    int run(Duration duration) {
        Instant begun = Instant.now().truncatedTo(ChronoUnit.MICROS);
        int count = (int) (perSecond * duration.toSeconds());
        for (int i = 0; i < count; i++) {
            Instant intended = begun.plus(i * 1_000_000L / perSecond, ChronoUnit.MICROS);
            await(intended);
            speaker.announce(provider.apply(said) + "/item-" + said, intended);
            said++;
        }
        speaker.flush();
        return count;
    }

    private static void await(Instant instant) {
        for (Duration left = Duration.between(Instant.now(), instant);
                left.compareTo(Duration.ZERO) > 0;
                left = Duration.between(Instant.now(), instant)) {
            LockSupport.parkNanos(left.toNanos());
        }
    }
}
