package dev.forewarn.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The clock by which cutoffs approach. It keeps real time, unless a trial has set it back: then it stands at its start
 * until it is begun, runs fast until it has caught up with the present, and keeps real time from there on. Its anchor is
 * one row that every replica follows; it never goes back.
 */
@Singleton
@Typed(CalendarClock.class)
public class CalendarClock implements InstantSource {

    private static final String ANCHOR =
            """
            insert into calendar (wall, calendar, rate) values ($1, $2, $3) on conflict do nothing""";
    private static final String READ = "select wall, calendar, rate from calendar";

    private final Pool pool;
    private final InstantSource wall;
    private final CalendarSettings settings;
    private volatile Course course;

    CalendarClock(Pool pool, InstantSource wall, CalendarSettings settings) {
        this.pool = pool;
        this.wall = wall;
        this.settings = settings;
        this.course = settings.start().<Course>map(Standing::new).orElseGet(() -> new Real());
    }

    @Override
    public Instant instant() {
        return course.at(wall.instant());
    }

    /** Where the calendar stands at that wall instant. */
    public Instant at(Instant instant) {
        return course.at(instant);
    }

    /** The wall instant at which the calendar will be there; for one in the past, about now or before. */
    public Instant wallAt(Instant calendar) {
        return course.wallAt(calendar, wall.instant());
    }

    /** How long it takes until the calendar is there; not negative. */
    public Duration wallUntil(Instant calendar) {
        Duration until = Duration.between(wall.instant(), wallAt(calendar));
        return until.isNegative() ? Duration.ZERO : until;
    }

    /** Whether it keeps real time. */
    public boolean caughtUp() {
        Instant now = wall.instant();
        return course.at(now).equals(now);
    }

    /** Whether it stands still, waiting to be begun. */
    public boolean standing() {
        return course instanceof Standing;
    }

    /** Follows the anchor that is stored, if there is one. */
    public Uni<Void> follow() {
        return pool.query(READ).execute().invoke(rows -> follow(rows)).replaceWithVoid();
    }

    /** Lets the calendar run from its start, unless some replica already has. */
    public Uni<Void> begin() {
        return settings.start()
                .map(this::anchor)
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> follow());
    }

    private Uni<Void> anchor(Instant start) {
        Tuple anchor =
                Tuple.of(wall.instant().atOffset(ZoneOffset.UTC), start.atOffset(ZoneOffset.UTC), settings.rate());
        return pool.preparedQuery(ANCHOR).execute(anchor).replaceWithVoid();
    }

    private void follow(RowSet<Row> rows) {
        Optional.of(rows.iterator())
                .filter(RowIterator::hasNext)
                .map(RowIterator::next)
                .ifPresent(row -> course = new Running(
                        row.getOffsetDateTime("wall").toInstant(),
                        row.getOffsetDateTime("calendar").toInstant(),
                        row.getDouble("rate")));
    }

    /** How the calendar goes with the wall clock. */
    sealed interface Course {
        Instant at(Instant wall);

        Instant wallAt(Instant calendar, Instant now);
    }

    record Real() implements Course {
        @Override
        public Instant at(Instant wall) {
            return wall;
        }

        @Override
        public Instant wallAt(Instant calendar, Instant now) {
            return calendar;
        }
    }

    record Standing(Instant at) implements Course {
        // Long enough to sleep until something happens, short enough to be a date.
        private static final Duration NEVER = Duration.ofDays(365);

        @Override
        public Instant at(Instant wall) {
            return at;
        }

        @Override
        public Instant wallAt(Instant calendar, Instant now) {
            return calendar.isAfter(at) ? now.plus(NEVER) : now;
        }
    }

    record Running(Instant wall, Instant calendar, double rate) implements Course {
        @Override
        public Instant at(Instant now) {
            // Before the anchor, the calendar stood at its start.
            Duration running = now.isBefore(wall) ? Duration.ZERO : Duration.between(wall, now);
            Instant fast = calendar.plus(times(running, rate));
            return fast.isBefore(now) ? fast : now;
        }

        @Override
        public Instant wallAt(Instant to, Instant now) {
            Instant fast = wall.plus(times(Duration.between(calendar, to), 1 / rate));
            return fast.isAfter(to) ? fast : to;
        }

        private static Duration times(Duration duration, double factor) {
            double millis = duration.toMillis() * factor;
            return Duration.ofMillis((long) millis);
        }
    }
}
