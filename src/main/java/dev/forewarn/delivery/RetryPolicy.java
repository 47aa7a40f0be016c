package dev.forewarn.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * When a delivery is tried again, or that it is not.
 *
 * <pre>
 *   failed ─┬─ 410, or the schedule is used up ───────────▶ failed
 *           ├─ it was the last before the deadline ───────▶ expired
 *           ├─ next would come after the deadline ─┬─ time for one ─▶ again, the last
 *           │                                      └─ none ─▶ expired
 *           └─ else ──────────────────────────────────────▶ again, as told or as scheduled
 * </pre>
 */
final class RetryPolicy {

    private static final int GONE = 410;
    private static final Set<Integer> OBEYED = Set.of(429, 503);
    private static final Duration LONGEST_WISH = Duration.ofHours(24);
    // So that no receiver can ask for attempts without end.
    private static final int MOST_TOLD = 100;
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    private final List<Duration> waits;
    private final double jitter;
    private final Duration lastCall;
    private final DoubleSupplier chance;

    /** @param chance evenly between 0 and 1 */
    RetryPolicy(DeliverySettings settings, DoubleSupplier chance) {
        this.waits = List.copyOf(settings.retryAfter());
        this.jitter = settings.jitter();
        // Long enough that an attempt begun then has ended before the deadline.
        this.lastCall = settings.timeout().multipliedBy(2);
        this.chance = chance;
    }

    /** What to do after a failed attempt. */
    sealed interface Next {}

    /**
     * @param tries as they are to be kept until then
     * @param latest when it must have been begun
     */
    record Again(Instant at, Tries tries, Optional<Instant> latest) implements Next {}

    record End(State state) implements Next {}

    /**
     * @param tries made so far, the failed one among them
     * @param deadline after which the notice is of no use
     */
    Next after(Answer answer, Tries tries, Instant now, Optional<Instant> deadline) {
        if (tries.last()) {
            return new End(State.EXPIRED);
        }
        if (tries.scheduled() > waits.size()
                || answer.code().filter(code -> code == GONE).isPresent()) {
            return new End(State.FAILED);
        }
        return inTime(again(answer, tries, now), now, deadline);
    }

    private Again again(Answer answer, Tries tries, Instant now) {
        Duration scheduled = waits.get(tries.scheduled() - 1);
        Optional<Duration> told = told(answer);
        boolean sooner = told.filter(wish -> wish.compareTo(scheduled) < 0).isPresent();
        if (sooner && tries.told() < MOST_TOLD) {
            return new Again(now.plus(told.orElseThrow()), tries.asTold(), Optional.empty());
        }
        Duration wait = told.filter(wish -> !sooner).orElseGet(() -> scattered(scheduled));
        return new Again(now.plus(wait), tries, Optional.empty());
    }

    /** A wish for no wait at all is none that could be obeyed. */
    private static Optional<Duration> told(Answer answer) {
        return answer.retryAfter()
                .filter(any -> answer.code().filter(OBEYED::contains).isPresent())
                .filter(wish -> wish.compareTo(AT_LEAST) >= 0)
                .map(wish -> wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish);
    }

    private Duration scattered(Duration wait) {
        double factor = 1 + jitter * (2 * chance.getAsDouble() - 1);
        return Duration.ofMillis((long) (wait.toMillis() * factor));
    }

    private Next inTime(Again again, Instant now, Optional<Instant> deadline) {
        if (deadline.isEmpty()) {
            return again;
        }
        Instant latest = latest(deadline.orElseThrow(), now);
        if (!latest.isBefore(deadline.orElseThrow())) {
            return new End(State.EXPIRED);
        }
        return again.at().isAfter(deadline.orElseThrow())
                ? new Again(latest, again.tries().oneLeft(), Optional.of(latest))
                : new Again(again.at(), again.tries(), Optional.of(later(again.at(), latest)));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Where there is no time for it to end before the deadline, it is at least begun before. */
    private Instant latest(Instant deadline, Instant now) {
        Instant comfortable = deadline.minus(lastCall);
        Instant soon = now.plus(AT_LEAST);
        return comfortable.isAfter(soon) ? comfortable : soon;
    }
}
