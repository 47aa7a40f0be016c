package dev.forewarn.notice;

import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.subscription.Countdown;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reads what a notice counts down to. */
final class Countdowns {

    private Countdowns() {}

    /** Of a row that holds {@code cutoff_id} and, if it counts down, {@code window_start}. */
    static Optional<Countdown> of(Row row) {
        return Optional.ofNullable(row.getOffsetDateTime("window_start"))
                .map(OffsetDateTime::toInstant)
                .map(start -> new Countdown(new CutoffId(row.getString("cutoff_id")), start));
    }
}
