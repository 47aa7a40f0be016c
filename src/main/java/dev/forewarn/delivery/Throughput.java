package dev.forewarn.delivery;

import dev.forewarn.loop.Loop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How many deliveries end, of all replicas, by what PostgreSQL itself counts of the rows that it inserts: no delivery has to
 * be looked at for it. The counts are read every few seconds and kept for an hour, in memory. PostgreSQL tells them up to a
 * second late; what was retried counts again when it ends again.
 */
@Singleton
public class Throughput {

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofHours(1);

    private static final String ENDED =
            """
            select coalesce(sum(pg_stat_get_tuples_inserted(inhrelid)), 0)::bigint
            from pg_inherits where inhparent = 'delivery'::regclass""";

    private final Pool pool;
    private final InstantSource wall;
    private final Loop loop;
    private final Deque<Reading> readings = new ArrayDeque<>();

    Throughput(Vertx vertx, Pool pool, InstantSource wall) {
        this.pool = pool;
        this.wall = wall;
        this.loop = new Loop(vertx, "throughput", this::step);
    }

    /** @param total since PostgreSQL counts */
    private record Reading(Instant at, long total) {}

    /**
     * How many ended within a while.
     *
     * @param over how long that was: shorter than what was asked for, if this instance has not run for so long
     */
    public record Ended(long deliveries, Duration over) {}

    void start() {
        loop.start();
    }

    Uni<Void> stop() {
        return loop.stop();
    }

    Uni<Duration> step() {
        return pool.query(ENDED)
                .execute()
                .invoke(rows -> take(rows.iterator().next().getLong(0)))
                .replaceWith(EVERY);
    }

    private synchronized void take(long total) {
        Instant now = wall.instant();
        readings.addLast(new Reading(now, total));
        readings.removeIf(old -> old.at().isBefore(now.minus(KEPT).minus(EVERY)));
    }

    /** Of the last while. */
    public synchronized Ended within(Duration last) {
        Instant first = wall.instant().minus(last).minus(EVERY);
        List<Reading> looked =
                readings.stream().filter(each -> !each.at().isBefore(first)).toList();
        if (looked.size() < 2) {
            return new Ended(0, Duration.ZERO);
        }
        return new Ended(
                ended(looked),
                Duration.between(
                        looked.get(0).at(), looked.get(looked.size() - 1).at()));
    }

    /** The counts of a day are gone with its partition, and all of them after a crash of PostgreSQL. */
    private static long ended(List<Reading> readings) {
        long ended = 0;
        for (int i = 1; i < readings.size(); i++) {
            ended += Math.max(0, readings.get(i).total() - readings.get(i - 1).total());
        }
        return ended;
    }
}
