package dev.forewarn.lifecycle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that is held about one cutoff while events are folded into it. */
public final class Dossier {

    private final CutoffKey key;
    private final CutoffId id;
    private final SortedMap<String, Claim> claims = new TreeMap<>();
    private final Map<String, List<LifecycleEvent.AboutCutoff>> histories = new HashMap<>();
    private final Set<String> withoutHistory;
    private Optional<Cutoff> cutoff;
    private Optional<Due> next;

    /**
     * @param cutoff empty if nothing has counted for it yet
     * @param next what is due next
     * @param claims one of each source, also those taken back
     */
    public Dossier(CutoffKey key, Optional<Cutoff> cutoff, Optional<Due> next, Collection<Claim> claims) {
        this.key = key;
        this.id = key.id();
        this.cutoff = cutoff;
        this.next = next;
        claims.forEach(claim -> this.claims.put(claim.source(), claim));
        this.withoutHistory = new HashSet<>(this.claims.keySet());
    }

    /**
     * Adds all that one source has said of this cutoff before the events that are to be folded: needed to fold one that
     * is older than that source's newest.
     */
    public void addHistory(String source, Collection<? extends LifecycleEvent.AboutCutoff> events) {
        history(source).addAll(events);
        withoutHistory.remove(source);
    }

    public CutoffKey key() {
        return key;
    }

    public CutoffId id() {
        return id;
    }

    public Optional<Cutoff> cutoff() {
        return cutoff;
    }

    public Optional<Due> next() {
        return next;
    }

    public Collection<Claim> claims() {
        return Collections.unmodifiableCollection(claims.values());
    }

    /** The claim of one source as it would be with this event. */
    Claim claimWith(LifecycleEvent.AboutCutoff event) {
        String source = event.ref().source();
        Claim claim = claims.get(source);
        if (claim == null) {
            return Claim.of(event);
        }
        return claim.isBefore(event) ? claim.followedBy(event) : claimOfAll(source, event);
    }

    private Claim claimOfAll(String source, LifecycleEvent.AboutCutoff event) {
        if (withoutHistory.contains(source)) {
            throw new IllegalStateException("the history of " + source + " about " + key + " was not loaded");
        }
        return Claim.of(
                Stream.concat(history(source).stream(), Stream.of(event)).toList());
    }

    private List<LifecycleEvent.AboutCutoff> history(String source) {
        return histories.computeIfAbsent(source, any -> new ArrayList<>());
    }

    void take(LifecycleEvent.AboutCutoff event, Claim claim) {
        claims.put(claim.source(), claim);
        history(claim.source()).add(event);
    }

    void settle(Cutoff settled, Optional<Due> due) {
        cutoff = Optional.of(settled);
        next = due;
    }

    /** The cutoffs that a live claim makes this one's date hang on. */
    Set<CutoffId> follows() {
        return claims.values().stream()
                .filter(Claim::live)
                .flatMap(claim -> claim.statement().follows())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The window as it counts for others that hang on it. */
    public Optional<Window> window() {
        return cutoff.flatMap(Cutoff::window);
    }
}
