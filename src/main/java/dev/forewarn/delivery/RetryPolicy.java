package dev.forewarn.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** When a delivery is tried again, or that it is not. */
final class RetryPolicy {

    private static final Set<Integer> OBEYED = Set.of(429, 503);
    private static final Duration LONGEST_WISH = Duration.ofHours(24);

    private final List<Duration> waits;
    private final double jitter;
    private final Duration lastCall;
    private final DoubleSupplier chance;

    /**
     * @param chance evenly between 0 and 1
     */
    RetryPolicy(DeliverySettings settings, DoubleSupplier chance) {
        this.waits = List.copyOf(settings.retryAfter());
        this.jitter = settings.jitter();
        // Long enough that an attempt begun then has ended before the deadline.
        this.lastCall = settings.timeout().multipliedBy(2);
        this.chance = chance;
    }

    /** What to do after a failed attempt. */
    sealed interface Next {}

    record Again(Instant at) implements Next {}

    record End(State state) implements Next {}

    /**
     * @param attempts made so far, this one among them
     * @param deadline after which the notice is of no use
     */
    Next after(Answer answer, int attempts, Instant now, Optional<Instant> deadline) {
        if (attempts > waits.size()) {
            return new End(State.FAILED);
        }
        Instant next = now.plus(wait(answer, attempts));
        return deadline.filter(next::isAfter).map(limit -> before(limit, now)).orElseGet(() -> new Again(next));
    }

    /** One last attempt where there is time for it. */
    private Next before(Instant deadline, Instant now) {
        Instant last = deadline.minus(lastCall);
        return last.isAfter(now) ? new Again(last) : new End(State.EXPIRED);
    }

    private Duration wait(Answer answer, int attempts) {
        return answer.retryAfter()
                .filter(any -> answer.code().filter(OBEYED::contains).isPresent())
                .map(wish -> wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish)
                // Not before it would have been tried anyway: a wish for no wait must not use up all attempts at once.
                .map(wish -> longer(wish, scattered(waits.get(attempts - 1))))
                .orElseGet(() -> scattered(waits.get(attempts - 1)));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private Duration scattered(Duration wait) {
        double factor = 1 + jitter * (2 * chance.getAsDouble() - 1);
        return Duration.ofMillis((long) (wait.toMillis() * factor));
    }
}
