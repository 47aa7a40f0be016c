package dev.forewarn.lifecycle;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * What one source says about one cutoff now.
 *
 * @param says empty once the source has taken it back
 * @param saidAt the time of the first event of the present unbroken run of equal content
 * @param last the source's newest event about the cutoff; its time is when the claim was last confirmed by saying it
 */
public record Claim(Optional<Statement> says, Instant saidAt, EventRef last) {

    /** Which claim counts: the highest authority, then the latest {@code saidAt}, then the greater source. */
    static final Comparator<Claim> PRECEDENCE =
            Comparator.comparing(Claim::authority).thenComparing(Claim::saidAt).thenComparing(Claim::source);

    /** The claim that a source's first event makes. */
    public static Claim of(LifecycleEvent.AboutCutoff event) {
        return new Claim(event.says(), event.ref().time(), event.ref());
    }

    /**
     * The claim that all of a source's events about one cutoff make, in whatever order they came.
     *
     * @throws IllegalArgumentException if there is no event
     */
    public static Claim of(Collection<? extends LifecycleEvent.AboutCutoff> events) {
        return events.stream()
                .sorted(Comparator.comparing(LifecycleEvent::ref))
                .map(Claim::of)
                .reduce(Claim::followedBy)
                .orElseThrow(() -> new IllegalArgumentException("a claim is made by at least one event"));
    }

    /** Whether the event is newer than everything this claim is made of. */
    public boolean isBefore(LifecycleEvent.AboutCutoff event) {
        return last.compareTo(event.ref()) < 0;
    }

    /** This claim after a newer event of the same source. */
    public Claim followedBy(LifecycleEvent.AboutCutoff event) {
        return followedBy(of(event));
    }

    private Claim followedBy(Claim newer) {
        return saysSameAs(newer) ? new Claim(newer.says, saidAt, newer.last) : newer;
    }

    private boolean saysSameAs(Claim other) {
        return says.isPresent() == other.says.isPresent()
                && says.map(statement -> statement.saysSameAs(other.says.orElseThrow()))
                        .orElse(true);
    }

    public boolean live() {
        return says.isPresent();
    }

    public String source() {
        return last.source();
    }

    /** What is said; only a live claim says something. */
    public Statement statement() {
        return says.orElseThrow(() -> new IllegalStateException("a claim that was taken back says nothing"));
    }

    private Authority authority() {
        return statement().claimedBy().authority();
    }
}
