package dev.forewarn.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Folds events into the cutoffs that they are about, one by one, and gathers what follows. Nothing depends on how many
 * events are folded together.
 */
public final class Docket {

    /** What became of an event. */
    public sealed interface Folded {}

    /** It counts, whether or not it changed anything. */
    public record Accepted() implements Folded {}

    /** It would make a cutoff's date hang on itself. */
    public record ClosesCycle(CutoffKey through) implements Folded {}

    /** A new revision of a cutoff, and the event that caused it. */
    public record Revision(Cutoff cutoff, EventRef cause) {}

    /** A source's claim about a cutoff that an event has changed or confirmed. */
    public record ClaimOf(CutoffId cutoff, String source) {}

    private final Map<CutoffId, Dossier> dossiers = new HashMap<>();
    private final Dependencies dependencies = new Dependencies();
    private Instant now;
    private final Resolution resolution;

    private final Set<CutoffId> changed = new LinkedHashSet<>();
    private final Set<ClaimOf> claimed = new LinkedHashSet<>();
    private final List<Revision> revisions = new ArrayList<>();
    private final List<Draft> notices = new ArrayList<>();

    /**
     * @param loaded every cutoff that the events are about, if need be without anything in it; all that follow these,
     *     however indirectly, through any live claim; and whatever any of all those, or an event, names in an
     *     {@code after}
     * @param now by the calendar
     */
    public Docket(Collection<Dossier> loaded, Instant now) {
        this.now = now;
        this.resolution = new Resolution(new Derivation(this::windowOf));
        loaded.forEach(dossier -> dossiers.put(dossier.id(), dossier));
        loaded.forEach(dossier -> dependencies.put(dossier.id(), dossier.follows()));
    }

    /**
     * Which claims can't be folded from their present state, because an event is not newer than its source's newest:
     * their dossiers need the source's history.
     */
    public Set<ClaimOf> outOfOrder(List<? extends LifecycleEvent.AboutCutoff> events) {
        Map<ClaimOf, EventRef> newest = new HashMap<>();
        Set<ClaimOf> outOfOrder = new LinkedHashSet<>();
        dossiers.forEach((id, dossier) ->
                dossier.claims().forEach(claim -> newest.put(new ClaimOf(id, claim.source()), claim.last())));
        for (LifecycleEvent.AboutCutoff event : events) {
            ClaimOf claim = new ClaimOf(event.key().id(), event.ref().source());
            EventRef latest = newest.get(claim);
            if (latest == null || latest.compareTo(event.ref()) < 0) {
                newest.put(claim, event.ref());
            } else {
                outOfOrder.add(claim);
            }
        }
        return outOfOrder;
    }

    /** As {@link #fold(LifecycleEvent.AboutCutoff)}; what has passed is from here on judged as of that instant. */
    public Folded fold(LifecycleEvent.AboutCutoff event, Instant now) {
        this.now = now;
        return fold(event);
    }

    /** Folds one event that has not been folded before. */
    public Folded fold(LifecycleEvent.AboutCutoff event) {
        Dossier dossier = dossier(event.key().id());
        Claim claim = dossier.claimWith(event);
        Optional<CutoffKey> cycle = cycle(dossier, claim);
        if (cycle.isPresent()) {
            return new ClosesCycle(cycle.get());
        }
        dossier.take(event, claim);
        claimed.add(new ClaimOf(dossier.id(), claim.source()));
        dependencies.put(dossier.id(), dossier.follows());
        resolveFrom(dossier, event.ref());
        return new Accepted();
    }

    /** The cutoffs whose row is no longer as it was loaded. */
    public List<Dossier> changed() {
        return changed.stream().map(this::dossier).toList();
    }

    /** The claims that events were folded into. */
    public Set<ClaimOf> claimed() {
        return Collections.unmodifiableSet(claimed);
    }

    public List<Revision> revisions() {
        return Collections.unmodifiableList(revisions);
    }

    /** The notices that follow, in the order of the events. */
    public List<Draft> notices() {
        return Collections.unmodifiableList(notices);
    }

    public Dossier dossier(CutoffId id) {
        return Optional.ofNullable(dossiers.get(id))
                .orElseThrow(() -> new IllegalStateException("cutoff " + id + " was not loaded"));
    }

    private void resolveFrom(Dossier dossier, EventRef cause) {
        Optional<Window> before = dossier.window();
        resolve(dossier, cause);
        if (!dossier.window().equals(before)) {
            dependencies.followersInOrder(dossier.id()).forEach(id -> resolve(dossier(id), cause));
        }
    }

    private void resolve(Dossier dossier, EventRef cause) {
        Optional<Cutoff> before = dossier.cutoff();
        Cutoff.after(before, dossier.key(), resolution.of(dossier.claims()))
                .filter(after -> !before.equals(Optional.of(after)))
                .ifPresent(after -> settle(dossier, new Change(before, after, cause)));
    }

    private void settle(Dossier dossier, Change change) {
        Consequences consequences = change.consequences(dossier.next(), now);
        dossier.settle(change.after(), consequences.next());
        changed.add(dossier.id());
        notices.addAll(consequences.notices());
        if (change.revised()) {
            revisions.add(new Revision(change.after(), change.cause()));
        }
    }

    private Optional<Window> windowOf(CutoffId id) {
        return Optional.ofNullable(dossiers.get(id)).flatMap(Dossier::window);
    }

    /** The cutoff named by the claim through which the way leads back to the claim's own cutoff. */
    private Optional<CutoffKey> cycle(Dossier dossier, Claim claim) {
        List<CutoffKey> named =
                claim.says().map(Statement::effective).map(Effective::follows).orElse(List.of());
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Set<CutoffId> followers = dependencies.withFollowers(dossier.id());
        return named.stream().filter(key -> followers.contains(key.id())).findFirst();
    }
}
