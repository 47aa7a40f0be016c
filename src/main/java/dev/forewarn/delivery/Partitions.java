package dev.forewarn.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Keeps a partition ready for each of the next days. */
@Singleton
class Partitions {

    private static final int DAYS_AHEAD = 3;

    private static final String ENSURE = "select ensure_partitions($1, $2)";

    private final Pool pool;
    private final InstantSource wall;

    Partitions(Pool pool, InstantSource wall) {
        this.pool = pool;
        this.wall = wall;
    }

    Uni<Void> ensure() {
        LocalDate today = LocalDate.ofInstant(wall.instant(), ZoneOffset.UTC);
        return pool.preparedQuery(ENSURE)
                .execute(Tuple.of(today.minusDays(1), today.plusDays(DAYS_AHEAD)))
                .replaceWithVoid();
    }
}
