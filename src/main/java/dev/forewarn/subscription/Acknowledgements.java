package dev.forewarn.subscription;

import dev.forewarn.loop.SharedLook;
import dev.forewarn.loop.SharedLook.Seen;
import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Tells who need not be reminded any more: {@link Audience} leaves them out, this is for what waits already. */
@Singleton
public class Acknowledgements {

    static final String ACKNOWLEDGED =
            """
            select asked.place
            from unnest($1::bigint[], $2::text[], $3::timestamptz[]) with ordinality
                    as asked(subscription_id, cutoff_id, starts, place)
                cross join lateral (
                    select from acknowledgement
                    where cutoff_id = asked.cutoff_id and subscription_id = asked.subscription_id
                        and window_start <= asked.starts
                    limit 1) as held""";

    /** How old the knowledge that somebody is to be reminded may be when something is sent. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Pool pool;
    private final SharedLook<Reminded, Boolean> looks;

    Acknowledgements(Pool pool, InstantSource wall) {
        this.pool = pool;
        this.looks = new SharedLook<>(this::acknowledged, FRESH, wall);
    }

    /** A subscription that is to be reminded of something. */
    public record Reminded(long subscription, Countdown countdown) {}

    /** Those that have been acknowledged up to that start. */
    public Uni<Set<Reminded>> acknowledged(Collection<Reminded> asked) {
        List<Reminded> each = List.copyOf(new HashSet<>(asked));
        return each.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : pool.preparedQuery(ACKNOWLEDGED).execute(parameters(each)).map(rows -> places(rows, each));
    }

    /** Looks whether it has been acknowledged. */
    public Uni<Seen<Boolean>> look(Reminded reminded) {
        return looks.at(reminded);
    }

    private Uni<Boolean> acknowledged(Reminded reminded) {
        return acknowledged(List.of(reminded)).map(found -> !found.isEmpty());
    }

    static Tuple parameters(List<Reminded> asked) {
        return Columns.of(asked)
                .bigint(Reminded::subscription)
                .text(each -> each.countdown().cutoff().value())
                .instant(each -> each.countdown().start())
                .tuple();
    }

    private static Set<Reminded> places(RowSet<Row> rows, List<Reminded> asked) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> asked.get((int) (row.getLong("place") - 1)))
                .collect(Collectors.toSet());
    }
}
