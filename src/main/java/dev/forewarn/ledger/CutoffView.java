package dev.forewarn.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.Standing;
import dev.forewarn.lifecycle.Status;
import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.Window;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** A cutoff as notices and answers show it. Its bytes in a notice are a promise: fields are only ever added. */
@JsonPropertyOrder({
    "id",
    "key",
    "subject",
    "milestone",
    "scope",
    "effective",
    "window",
    "certainty",
    "status",
    "revision",
    "replacement",
    "sources",
    "links"
})
public record CutoffView(
        CutoffId id,
        CutoffKey key,
        Subject subject,
        Milestone milestone,
        ScopeView scope,
        Effective effective,
        Optional<WindowView> window,
        Certainty certainty,
        Status status,
        int revision,
        Replacement replacement,
        Sources sources,
        Links links) {

    /** A scope; {@code occurrence} is null where nothing happens twice. */
    public record ScopeView(String channel, String region, String audience, Optional<String> occurrence) {
        static ScopeView of(Scope scope) {
            return new ScopeView(scope.channel(), scope.region(), scope.audience(), scope.occurrence());
        }
    }

    /** A window in UTC; {@code end} is null if it never ends. */
    public record WindowView(Instant start, Optional<Instant> end) {
        public static WindowView of(Window window) {
            return new WindowView(window.start(), window.end());
        }
    }

    /** How many sources speak of it, and how many of them agree on its window. */
    public record Sources(int total, int agreeing) {}

    /** Where to read on. */
    public record Links(URI self) {}

    /**
     * @param at the instant of which the status is told
     * @param base where this service is reached, without a slash at its end
     */
    public static CutoffView of(Cutoff cutoff, Instant at, String base) {
        CutoffKey key = cutoff.key();
        Standing standing = cutoff.standing();
        return new CutoffView(
                cutoff.id(),
                key,
                standing.subject(),
                key.milestone(),
                ScopeView.of(key.scope()),
                standing.effective(),
                standing.window().map(WindowView::of),
                standing.certainty(),
                cutoff.status(at),
                cutoff.revision(),
                standing.replacement(),
                new Sources(standing.sources(), standing.agreeing()),
                new Links(URI.create(base + "/v1/cutoffs/" + cutoff.id())));
    }
}
