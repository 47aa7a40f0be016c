package dev.forewarn.notice;

import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.Draft;
import dev.forewarn.lifecycle.NoticeKind;
import io.vertx.mutiny.sqlclient.Row;

/** A notice that was raised and not voided. */
record StandingNotice(String id, long position, CutoffId cutoff, NoticeKind kind) {

    static StandingNotice of(Row row) {
        return new StandingNotice(
                row.getString("id"),
                row.getLong("position"),
                new CutoffId(row.getString("cutoff_id")),
                NoticeKind.values()[row.getInteger("kind")]);
    }

    boolean isVoidedBy(Draft draft) {
        return switch (draft.voids()) {
            case NOTHING -> false;
            case ALL -> true;
            case REMINDERS -> kind == NoticeKind.APPROACHING;
        };
    }
}
