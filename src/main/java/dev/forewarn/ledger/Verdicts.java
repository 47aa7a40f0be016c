package dev.forewarn.ledger;

import dev.forewarn.lifecycle.Docket;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What becomes of the events of a batch: stored, unless found otherwise. */
final class Verdicts {

    private static final Verdict STORED = new Verdict.Stored();
    private static final Verdict REPEATED = new Verdict.Repeated();
    private static final Verdict OTHER_CONTENT =
            new Verdict.Refused("/id", "this source has used the id before for other content");

    private final Batch batch;
    private final Map<Said.Name, Verdict> found = new HashMap<>();

    Verdicts(Batch batch) {
        this.batch = batch;
    }

    /** Judges the events that were stored before, by the digests under which they were. */
    void repeated(Map<Said.Name, byte[]> stored) {
        stored.forEach(
                (name, digest) -> found.put(name, batch.first(name).hasDigest(digest) ? REPEATED : OTHER_CONTENT));
    }

    void refuse(Said said, Docket.ClosesCycle cycle) {
        found.put(
                said.name(),
                new Verdict.Refused(
                        "/data/effective/after",
                        "the date would hang on itself through '" + cycle.through() + "', which follows this cutoff"));
    }

    boolean stored(Said said) {
        return verdict(said.name()) instanceof Verdict.Stored;
    }

    List<Said> refusedOf(Collection<Said> fresh) {
        return fresh.stream().filter(said -> !stored(said)).toList();
    }

    /** The verdict for each event, in their order; one that stood in the batch before is a repeat of that. */
    List<Verdict> of(List<Said> said) {
        Set<Said.Name> before = new HashSet<>();
        return said.stream()
                .map(each -> before.add(each.name()) ? verdict(each.name()) : repeat(each))
                .toList();
    }

    private Verdict repeat(Said said) {
        if (!batch.first(said.name()).hasDigest(said.digest())) {
            return OTHER_CONTENT;
        }
        return stored(said) ? REPEATED : verdict(said.name());
    }

    private Verdict verdict(Said.Name name) {
        return found.getOrDefault(name, STORED);
    }
}
