package dev.forewarn.notice;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.sql.Columns;
import dev.forewarn.subscription.Interest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Walks what was raised since some time, for those who have missed it. */
@Singleton
public class Backlog {

    // By how much the clocks of those who raise notices may differ: positions follow the order of commits.
    private static final Duration SKEW = Duration.ofMinutes(5);

    static final String RANGE =
            """
            select newest, coalesce(
                (select position - 1 from notice where raised_at >= $1 order by raised_at limit 1), newest) as after
            from (select coalesce(max(position), 0) as newest from notice) as feed""";

    static final String CHUNK =
            """
            select n.position, n.raised_at, n.kind, n.lead_times, c.key, c.window_start
            from notice n cross join lateral (select key, window_start from cutoff where id = n.cutoff_id limit 1) c
            where n.position > $1 and n.position <= $2 and n.raised_at >= $3
                and n.pushed and n.voided_by is null and (n.deadline is null or n.deadline > $4)
            order by n.position""";

    private final Pool pool;
    private final CalendarClock calendar;

    Backlog(Pool pool, CalendarClock calendar) {
        this.pool = pool;
        this.calendar = calendar;
    }

    /**
     * Where a walk begins and ends.
     *
     * @param after the position before the first
     * @param last the position of the newest notice
     */
    public record Range(long after, long last) {}

    /**
     * A notice that is still of use.
     *
     * @param day under which its deliveries are kept
     */
    public record Useful(long position, LocalDate day, Interest interest) {}

    /** Where to look for what was raised since then; there may be some in it that was raised before. */
    public Uni<Range> since(Instant since) {
        return pool.preparedQuery(RANGE)
                .execute(Tuple.of(Columns.utc(since.minus(SKEW))))
                .map(rows -> rows.iterator().next())
                .map(row -> new Range(Math.min(row.getLong("after"), row.getLong("newest")), row.getLong("newest")));
    }

    /** What of that range was raised since then, was pushed, still holds and is not too late, in its order. */
    public Uni<List<Useful>> useful(Range range, Instant since) {
        return pool.preparedQuery(CHUNK)
                .execute(Tuple.of(range.after(), range.last(), Columns.utc(since), Columns.utc(calendar.instant())))
                .map(Backlog::useful);
    }

    private static List<Useful> useful(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(Backlog::useful)
                .toList();
    }

    private static Useful useful(Row row) {
        Interest interest = Interests.of(
                CutoffKey.parse(row.getString("key")),
                NoticeKind.values()[row.getInteger("kind")],
                row.getInteger("lead_times"),
                Optional.ofNullable(row.getOffsetDateTime("window_start")).map(OffsetDateTime::toInstant));
        return new Useful(
                row.getLong("position"),
                row.getOffsetDateTime("raised_at")
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDate(),
                interest);
    }
}
