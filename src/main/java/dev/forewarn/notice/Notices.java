package dev.forewarn.notice;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.loop.SharedLook;
import dev.forewarn.loop.SharedLook.Seen;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads raised notices for those who send them, and tells whether they still hold. */
@Singleton
public class Notices {

    /** How old the knowledge that a notice still holds may be when it is sent. */
    static final Duration FRESH = Duration.ofSeconds(1);

    private static final String READ =
            """
            select n.position, n.id, n.body, n.deadline, n.voided_by is not null as voided, n.cutoff_id, n.raised_at,
                c.window_start
            from notice n left join lateral (
                -- Of what counts down alone.
                select window_start from cutoff where id = n.cutoff_id and n.kind in (4, 5) limit 1
            ) c on true
            where n.position = any($1)""";

    private static final String IS_VOIDED =
            """
            select voided_by is not null as voided from notice where position = $1""";

    private final Pool pool;
    private final Bulletin bulletin;
    private final CalendarClock calendar;
    private final InstantSource wall;
    // Many subscriptions are told of one notice: they ask together.
    private final SharedLook<Long, Boolean> looks;

    Notices(Pool pool, Bulletin bulletin, CalendarClock calendar, InstantSource wall) {
        this.pool = pool;
        this.bulletin = bulletin;
        this.calendar = calendar;
        this.wall = wall;
        this.looks = new SharedLook<>(this::voided, FRESH, wall);
    }

    public Uni<Map<Long, Notice>> read(Collection<Long> positions) {
        Instant now = wall.instant();
        return pool.preparedQuery(READ)
                .execute(Tuple.of(positions.stream().distinct().toArray(Long[]::new)))
                .map(rows -> notices(rows, now));
    }

    /** Whether a notice is known not to hold any more; costs nothing. */
    public boolean knownVoided(long position) {
        return bulletin.isVoided(position);
    }

    /** Whether what was read of a notice then may be acted on now without another look. */
    public boolean fresh(Instant readAt) {
        return looks.fresh(readAt);
    }

    /** Looks whether a notice has been voided. */
    public Uni<Seen<Boolean>> look(long position) {
        return looks.at(position);
    }

    private Uni<Boolean> voided(long position) {
        return pool.preparedQuery(IS_VOIDED)
                .execute(Tuple.of(position))
                .map(rows -> rows.iterator().next().getBoolean("voided"));
    }

    private Map<Long, Notice> notices(RowSet<Row> rows, Instant now) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> notice(row, now))
                .collect(Collectors.toMap(Notice::position, notice -> notice));
    }

    private Notice notice(Row row, Instant now) {
        Optional<Instant> deadline =
                Optional.ofNullable(row.getOffsetDateTime("deadline")).map(OffsetDateTime::toInstant);
        return new Notice(
                row.getLong("position"),
                row.getString("id"),
                Buffer.buffer(row.getBuffer("body").getBytes()),
                deadline.map(calendar::wallAt),
                row.getBoolean("voided"),
                Countdowns.of(row),
                row.getOffsetDateTime("raised_at").toInstant(),
                now);
    }
}
