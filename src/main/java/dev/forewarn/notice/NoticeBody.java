package dev.forewarn.notice;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forewarn.ledger.CutoffView;
import dev.forewarn.ledger.CutoffView.WindowView;
import dev.forewarn.ledger.PublicUrl;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Conflict;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Draft;
import dev.forewarn.lifecycle.LeadTime;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes the bytes of a notice: once, for every webhook and every poll. Fields are only ever added to a version. */
@Singleton
class NoticeBody {

    private static final int VERSION = 1;
    private static final int MAX_SUPERSEDES = 100;

    private final ObjectMapper mapper;
    private final String base;

    NoticeBody(ObjectMapper mapper, PublicUrl url) {
        this.mapper = mapper;
        this.base = url.base();
    }

    @JsonPropertyOrder({"id", "version", "type", "timestamp", "data"})
    private record Body(String id, int version, String type, Instant timestamp, Data data) {}

    @JsonPropertyOrder({"cutoff", "leadTime", "daysLeft", "late", "previous", "conflicts", "supersedes"})
    private record Data(
            CutoffView cutoff,
            Optional<LeadTime> leadTime,
            Optional<Integer> daysLeft,
            boolean late,
            Optional<CutoffView> previous,
            List<ConflictView> conflicts,
            List<String> supersedes) {}

    private record ConflictView(WindowView window, String source, Authority authority) {
        static ConflictView of(Conflict conflict) {
            return new ConflictView(WindowView.of(conflict.window()), conflict.source(), conflict.authority());
        }
    }

    /** @param supersedes the ids of the notices that this one voids, newest first */
    Buffer write(Draft draft, List<String> supersedes) {
        try {
            return Buffer.buffer(mapper.writeValueAsBytes(body(draft, supersedes)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("notice " + draft.id() + " has no JSON form", e);
        }
    }

    private Body body(Draft draft, List<String> supersedes) {
        return new Body(draft.id(), VERSION, draft.kind().type(), draft.at(), data(draft, supersedes));
    }

    private Data data(Draft draft, List<String> supersedes) {
        Cutoff cutoff = draft.cutoff();
        return new Data(
                view(cutoff, draft),
                draft.reminder().map(Draft.Reminder::leadTime),
                cutoff.window().map(window -> window.daysLeft(draft.at())),
                draft.reminder().map(Draft.Reminder::late).orElse(false),
                draft.previous().map(previous -> view(previous, draft)),
                cutoff.standing().conflicts().stream().map(ConflictView::of).toList(),
                supersedes.stream().limit(MAX_SUPERSEDES).toList());
    }

    private CutoffView view(Cutoff cutoff, Draft draft) {
        return CutoffView.of(cutoff, draft.at(), base);
    }
}
