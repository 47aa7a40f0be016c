package dev.forewarn.notice;

import dev.forewarn.ledger.CalendarClock;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads raised notices for those who send them, and tells whether they still hold. */
@Singleton
public class Notices {

    /** How old the knowledge that a notice still holds may be when it is sent. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final String READ =
            """
            select position, id, body, deadline, voided_by is not null as voided from notice where position = any($1)""";

    private static final String IS_VOIDED =
            """
            select voided_by is not null as voided from notice where position = $1""";

    private final Pool pool;
    private final Bulletin bulletin;
    private final CalendarClock calendar;
    private final InstantSource wall;
    // Many subscriptions are told of one notice: they ask together.
    private final Map<Long, Looking> looks = new ConcurrentHashMap<>();
    private volatile Instant forget = Instant.MIN;

    private record Looking(Instant at, Uni<Look> look) {}

    /**
     * What a look has found.
     *
     * @param at when it was begun
     */
    public record Look(Instant at, boolean voided) {}

    Notices(Pool pool, Bulletin bulletin, CalendarClock calendar, InstantSource wall) {
        this.pool = pool;
        this.bulletin = bulletin;
        this.calendar = calendar;
        this.wall = wall;
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
        return readAt.plus(FRESH).isAfter(wall.instant());
    }

    /** Looks whether a notice still holds; shares a look of others that was begun less than a second ago. */
    public Uni<Look> look(long position) {
        forgetLooks();
        Looking known = looks.get(position);
        return known != null && fresh(known.at())
                ? known.look()
                : looks.merge(position, begin(position), (old, begun) -> begun).look();
    }

    private void forgetLooks() {
        Instant now = wall.instant();
        if (now.isAfter(forget)) {
            forget = now.plus(FRESH);
            looks.values().removeIf(looking -> !fresh(looking.at()));
        }
    }

    private Looking begin(long position) {
        Instant now = wall.instant();
        Uni<Look> look = pool.preparedQuery(IS_VOIDED)
                .execute(Tuple.of(position))
                .map(rows -> new Look(now, rows.iterator().next().getBoolean("voided")))
                .memoize()
                .indefinitely();
        return new Looking(now, look);
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
                now);
    }
}
