package dev.forewarn.delivery;

import dev.forewarn.loop.Loop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Forgets what is over: deliveries by dropping the partitions of their day.
 *
 * <p>What still waits when its day is over ends without a trace. Its partition is dropped only a day later, so that what
 * was being sent meanwhile can still be written.
 */
@Singleton
class Retention {

    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATEST = Duration.ofMinutes(5);
    private static final int BATCH = 5_000;

    /** It waits for nobody: whoever writes outcomes locks these in another order. */
    private static final String END_WAITING =
            """
            delete from waiting
            where ctid = any (array(select ctid from waiting where day < $1 limit $2 for update skip locked))""";

    private final Pool pool;
    private final Partitions partitions;
    private final DeliverySettings settings;
    private final InstantSource wall;
    private final Loop loop;
    private Duration rest = SOON;

    Retention(Vertx vertx, Pool pool, Partitions partitions, DeliverySettings settings, InstantSource wall) {
        this.pool = pool;
        this.partitions = partitions;
        this.settings = settings;
        this.wall = wall;
        this.loop = new Loop(vertx, "retention", this::step);
    }

    void start() {
        loop.start();
    }

    Uni<Void> stop() {
        return loop.stop();
    }

    /** Whether deliveries of that day are kept: nothing of an earlier one is begun. */
    boolean keeps(LocalDate day) {
        return !day.isBefore(firstDay());
    }

    private LocalDate firstDay() {
        return LocalDate.ofInstant(wall.instant().minus(settings.keep()), ZoneOffset.UTC);
    }

    /** Does all of it once; tells how long there is nothing to do. */
    Uni<Duration> step() {
        LocalDate first = firstDay();
        return partitions
                .ensure()
                .chain(() -> delete(END_WAITING, first))
                .chain(() -> partitions.dropBefore(first.minusDays(1)))
                .map(this::rest);
    }

    /** In parts, so that nobody waits long for any row. */
    private Uni<Void> delete(String statement, Object before) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(before, BATCH))
                .flatMap(rows -> rows.rowCount() == BATCH
                        ? delete(statement, before)
                        : Uni.createFrom().voidItem());
    }

    /** Whoever reads for long is asked again, less and less often: each time, others wait for a moment, too. */
    private Duration rest(boolean inTheWay) {
        Duration again = rest;
        rest = inTheWay ? shorter(rest.multipliedBy(2), LATEST) : SOON;
        return inTheWay ? again : EVERY;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
