package dev.forewarn.subscription;

import dev.forewarn.loop.SharedLook;
import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final String OF_SUBSCRIPTION =
            """
            select cutoff_id, window_start from acknowledgement where subscription_id = $1""";

    /** How old the knowledge that somebody is to be reminded may be when something is sent. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Pool pool;
    // By subscription: the start up to which it has acknowledged each cutoff. A backlog is looked at again every
    // second.
    private final SharedLook<Long, Map<String, OffsetDateTime>> looks;

    Acknowledgements(Pool pool, InstantSource wall) {
        this.pool = pool;
        this.looks = new SharedLook<>(this::of, FRESH, wall);
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

    /** Looks whether it has been acknowledged; one look serves all that its subscription is to be reminded of. */
    public Uni<Boolean> look(Reminded reminded) {
        return looks.at(reminded.subscription()).map(seen -> holds(reminded.countdown(), seen.what()));
    }

    private static boolean holds(Countdown countdown, Map<String, OffsetDateTime> acknowledged) {
        return Optional.ofNullable(acknowledged.get(countdown.cutoff().value()))
                .map(start -> !start.isAfter(Columns.utc(countdown.start())))
                .orElse(false);
    }

    private Uni<Map<String, OffsetDateTime>> of(long subscription) {
        return pool.preparedQuery(OF_SUBSCRIPTION)
                .execute(Tuple.of(subscription))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(
                                row -> row.getString("cutoff_id"), row -> row.getOffsetDateTime("window_start"))));
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
