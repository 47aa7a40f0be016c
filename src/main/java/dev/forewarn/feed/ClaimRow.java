package dev.forewarn.feed;

import dev.forewarn.feed.CutoffDossier.ClaimView;
import dev.forewarn.ledger.CutoffView.WindowView;
import dev.forewarn.ledger.Documents;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Speaker;
import dev.forewarn.lifecycle.Statement;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A claim as it is stored.
 *
 * @param says empty if it was taken back
 * @param lastSaidAt the time of its source's newest event
 * @param readAt when it was last found in a source that was read whole
 * @param missingAt when it was last found missing there
 * @param followedEnd when the cutoffs on which its date hangs are over; empty if it hangs on none, or they are undated
 */
record ClaimRow(
        String source,
        Instant saidAt,
        Optional<Statement> says,
        Instant lastSaidAt,
        Optional<Instant> readAt,
        Optional<Instant> missingAt,
        Optional<Instant> followedEnd) {

    /** One of a row that holds {@code source, said_at, time, statement, read_at, missing_at, followed_end}. */
    static ClaimRow of(Row row, Documents documents) {
        return new ClaimRow(
                row.getString("source"),
                row.getOffsetDateTime("said_at").toInstant(),
                Optional.ofNullable(row.getString("statement")).map(documents::statement),
                row.getOffsetDateTime("time").toInstant(),
                instant(row, "read_at"),
                instant(row, "missing_at"),
                instant(row, "followed_end"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    /** The claim beside the cutoff that it is about. */
    ClaimView view(Cutoff cutoff) {
        Optional<Speaker> speaker = says.map(Statement::claimedBy);
        return new ClaimView(
                source,
                speaker.map(Speaker::name),
                speaker.map(Speaker::authority),
                speaker.flatMap(Speaker::url),
                speaker.flatMap(Speaker::via),
                speaker.flatMap(Speaker::quote),
                says.map(Statement::effective),
                says.map(Statement::effective).flatMap(this::window),
                says.map(Statement::certainty),
                says.map(Statement::replacement),
                says.flatMap(Statement::summary),
                says.flatMap(Statement::announcedOn),
                saidAt,
                confirmedAt(),
                confirmed(),
                says.isPresent(),
                says.isPresent() && cutoff.standing().source().equals(source),
                cutoff.standing().conflicts().stream()
                        .anyMatch(other -> other.source().equals(source)));
    }

    private Optional<WindowView> window(Effective effective) {
        return effective instanceof Effective.After
                ? followedEnd.map(start -> new WindowView(start, Optional.empty()))
                : effective.window().map(WindowView::of);
    }

    private Instant confirmedAt() {
        return readAt.filter(lastSaidAt::isBefore).orElse(lastSaidAt);
    }

    private boolean confirmed() {
        return missingAt.map(missing -> !missing.isAfter(confirmedAt())).orElse(true);
    }
}
