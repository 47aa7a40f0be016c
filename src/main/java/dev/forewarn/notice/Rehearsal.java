package dev.forewarn.notice;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.forewarn.lifecycle.Draft;
import dev.forewarn.notice.Raising.Raised;
import dev.forewarn.subscription.Audience;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tells which notices would be raised, and to how many they would be sent, without raising them. */
@Singleton
public class Rehearsal {

    /** How many notices are told; more may follow. */
    public static final int MOST = 100;

    private final Pool pool;
    private final NoticeBody bodies;
    private final Audience audience;

    Rehearsal(Pool pool, NoticeBody bodies, Audience audience) {
        this.pool = pool;
        this.bodies = bodies;
        this.audience = audience;
    }

    /**
     * A notice that would be raised.
     *
     * @param notice its bytes
     * @param pushed whether it would be sent to subscriptions; if not, it would stand in the feed alone
     * @param subscriptions to how many, as they are now
     * @param orMore whether there are more, who were not counted
     */
    public record Foretold(@JsonRawValue String notice, boolean pushed, long subscriptions, boolean orMore) {}

    /** The first of those that would follow from these drafts, in the order in which they would stand in the feed. */
    public Uni<List<Foretold>> of(List<Draft> drafts) {
        return NoticeLog.standing(pool, drafts)
                .map(standing -> raised(drafts, standing))
                .flatMap(this::foretold);
    }

    private List<Raised> raised(List<Draft> drafts, List<StandingNotice> standing) {
        Raising raising = new Raising(bodies, standing);
        raising.raise(drafts);
        return raising.raised().stream().limit(MOST).toList();
    }

    private Uni<List<Foretold>> foretold(List<Raised> raised) {
        return Multi.createFrom()
                .iterable(raised)
                .onItem()
                .transformToUniAndConcatenate(this::foretold)
                .collect()
                .asList();
    }

    private Uni<Foretold> foretold(Raised raised) {
        String notice = raised.body().toString(StandardCharsets.UTF_8);
        return raised.fansOut()
                ? audience.count(Interests.of(raised.draft()))
                        .map(count -> new Foretold(notice, true, count.subscriptions(), count.orMore()))
                : Uni.createFrom().item(new Foretold(notice, false, 0, false));
    }
}
