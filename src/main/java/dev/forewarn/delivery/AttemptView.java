package dev.forewarn.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;

/**
 * One HTTP request, as its owner is told of it.
 *
 * @param at when it was begun
 * @param status of the answer; null if none came
 * @param error why none came; null if one did
 * @param response the first kibibyte of the answer; of a success it is not kept
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AttemptView(
        Instant at, Optional<Integer> status, Optional<String> error, int durationMs, Optional<String> response) {

    static AttemptView of(Outcome.Tried tried) {
        Answer answer = tried.answer();
        return new AttemptView(tried.at(), answer.code(), answer.error(), tried.tookMs(), answer.response());
    }

    /** Of a row that holds {@code tried_at, status, error, took_ms, response}; empty if no attempt is in it. */
    static Optional<AttemptView> of(Row row) {
        return row.getOffsetDateTime("tried_at") == null ? Optional.empty() : Optional.of(read(row));
    }

    private static AttemptView read(Row row) {
        return new AttemptView(
                row.getOffsetDateTime("tried_at").toInstant(),
                Optional.ofNullable(row.getInteger("status")),
                Optional.ofNullable(row.getString("error")),
                row.getInteger("took_ms"),
                Optional.ofNullable(row.getString("response")));
    }
}
