package dev.forewarn.subscription;

import dev.forewarn.lifecycle.Word;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the subscriptions in each state, for a gauge that may be read as often as somebody likes. */
@Singleton
final class Census {

    private static final String COUNT = "select state, count(*) from subscription group by state";
    private static final Duration REST = Duration.ofSeconds(5);

    /** It reads them all, so that it must not be at it all the time where there are many. */
    private static final int REST_PER_WORK = 50;

    private final Pool pool;
    private final Map<State, AtomicLong> counts = new EnumMap<>(State.class);

    Census(Pool pool, MeterRegistry meters) {
        this.pool = pool;
        for (State state : State.values()) {
            AtomicLong count = new AtomicLong();
            counts.put(state, count);
            Gauge.builder(SubscriptionMetrics.STATES, count, AtomicLong::doubleValue)
                    .tag(SubscriptionMetrics.STATE, state.word())
                    .register(meters);
        }
    }

    /** Counts once; tells when to count again. */
    Uni<Duration> step() {
        long begun = System.nanoTime();
        return pool.query(COUNT).execute().invoke(this::take).map(rows -> rest(System.nanoTime() - begun));
    }

    private void take(RowSet<Row> rows) {
        Map<State, Long> found = new EnumMap<>(State.class);
        rows.forEach(row -> found.put(Word.parse(State.class, row.getString(0)), row.getLong(1)));
        counts.forEach((state, count) -> count.set(found.getOrDefault(state, 0L)));
    }

    private static Duration rest(long tookNanos) {
        Duration longer = Duration.ofNanos(tookNanos).multipliedBy(REST_PER_WORK);
        return longer.compareTo(REST) > 0 ? longer : REST;
    }
}
