package dev.forewarn.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Keeps in memory what the ledger keeps, and gives a docket no more than it asks for. */
final class Archive {

    private record Row(CutoffKey key, Optional<Cutoff> cutoff, Optional<Due> next, List<Claim> claims) {
        Dossier dossier() {
            return new Dossier(key, cutoff, next, claims);
        }

        Stream<CutoffId> follows() {
            return claims.stream().filter(Claim::live).flatMap(claim -> claim.statement()
                    .follows());
        }
    }

    private final Map<CutoffId, Row> rows = new TreeMap<>();
    private final List<LifecycleEvent.AboutCutoff> events = new ArrayList<>();
    private final List<Draft> notices = new ArrayList<>();
    private final List<Docket.Revision> revisions = new ArrayList<>();
    private Docket.Folded lastFolded = new Docket.Accepted();

    /** Folds these events as one batch, and answers the notices that follow. */
    List<Draft> append(Instant now, LifecycleEvent.AboutCutoff... batch) {
        return append(now, List.of(batch));
    }

    List<Draft> append(String now, LifecycleEvent.AboutCutoff... batch) {
        return append(Says.instant(now), batch);
    }

    List<Draft> append(Instant now, List<? extends LifecycleEvent.AboutCutoff> batch) {
        Collection<Dossier> loaded = load(batch);
        Docket docket = new Docket(loaded, now);
        docket.outOfOrder(batch)
                .forEach(claim -> docket.dossier(claim.cutoff()).addHistory(claim.source(), history(claim)));
        for (LifecycleEvent.AboutCutoff event : batch) {
            lastFolded = docket.fold(event);
            if (lastFolded instanceof Docket.Accepted) {
                events.add(event);
            }
        }
        loaded.forEach(this::store);
        notices.addAll(docket.notices());
        revisions.addAll(docket.revisions());
        return docket.notices();
    }

    /** Raises all that is due, and answers the notices. */
    List<Draft> sweep(Instant now) {
        List<Draft> raised = new ArrayList<>();
        for (Row row : List.copyOf(rows.values())) {
            row.next().filter(due -> !due.at().isAfter(now)).ifPresent(due -> {
                Consequences consequences = Ladder.raise(row.cutoff().orElseThrow(), due, now);
                raised.addAll(consequences.notices());
                rows.put(row.key().id(), new Row(row.key(), row.cutoff(), consequences.next(), row.claims()));
            });
        }
        notices.addAll(raised);
        return raised;
    }

    List<Draft> sweep(String now) {
        return sweep(Says.instant(now));
    }

    Docket.Folded lastFolded() {
        return lastFolded;
    }

    List<Draft> notices() {
        return List.copyOf(notices);
    }

    List<Docket.Revision> revisions() {
        return List.copyOf(revisions);
    }

    Cutoff cutoff(CutoffKey key) {
        return row(key.id()).cutoff().orElseThrow();
    }

    Cutoff cutoff(String key) {
        return cutoff(CutoffKey.parse(key));
    }

    Optional<Due> next(CutoffKey key) {
        return row(key.id()).next();
    }

    /** What counts for each cutoff that somebody still speaks of. */
    Map<CutoffKey, Standing> standings() {
        Map<CutoffKey, Standing> standings = new LinkedHashMap<>();
        rows.values().stream()
                .flatMap(row -> row.cutoff().stream())
                .filter(cutoff -> !cutoff.withdrawn())
                .forEach(cutoff -> standings.put(cutoff.key(), cutoff.standing()));
        return standings;
    }

    /** What each cutoff is due to have raised next. */
    Map<CutoffKey, Due> schedule() {
        Map<CutoffKey, Due> schedule = new LinkedHashMap<>();
        rows.values().forEach(row -> row.next().ifPresent(due -> schedule.put(row.key(), due)));
        return schedule;
    }

    List<Claim> claims() {
        return rows.values().stream()
                .flatMap(row -> row.claims().stream())
                .sorted(Comparator.comparing(Claim::last))
                .toList();
    }

    private Row row(CutoffId id) {
        return Objects.requireNonNull(rows.get(id));
    }

    private Collection<Dossier> load(List<? extends LifecycleEvent.AboutCutoff> batch) {
        Map<CutoffId, CutoffKey> wanted = new TreeMap<>();
        batch.forEach(event -> wanted.put(event.key().id(), event.key()));
        while (addFollowers(wanted)) {
            // Until nothing follows that is not wanted yet.
        }
        Set<CutoffId> named = new HashSet<>();
        wanted.keySet().stream()
                .map(rows::get)
                .filter(Objects::nonNull)
                .forEach(row -> named.addAll(row.follows().toList()));
        batch.forEach(event -> event.says().ifPresent(said -> said.follows().forEach(named::add)));
        named.stream().filter(rows::containsKey).forEach(id -> wanted.put(id, row(id).key()));
        return wanted.values().stream()
                .map(key -> rows.getOrDefault(key.id(), new Row(key, Optional.empty(), Optional.empty(), List.of())))
                .map(Row::dossier)
                .toList();
    }

    private boolean addFollowers(Map<CutoffId, CutoffKey> wanted) {
        List<CutoffKey> more = rows.values().stream()
                .filter(row -> !wanted.containsKey(row.key().id()))
                .filter(row -> row.follows().anyMatch(wanted::containsKey))
                .map(Row::key)
                .toList();
        more.forEach(key -> wanted.put(key.id(), key));
        return !more.isEmpty();
    }

    private List<LifecycleEvent.AboutCutoff> history(Docket.ClaimOf claim) {
        return events.stream()
                .filter(event -> event.key().id().equals(claim.cutoff()))
                .filter(event -> event.ref().source().equals(claim.source()))
                .toList();
    }

    private void store(Dossier dossier) {
        rows.put(dossier.id(), new Row(dossier.key(), dossier.cutoff(), dossier.next(), List.copyOf(dossier.claims())));
    }
}
