package dev.forewarn.benchmark;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The limit of an intake: writes what the service wrote, in batches of a transaction each, and does nothing else. Nothing is
 * read, judged, folded or locked.
 */
final class BareInserts implements AutoCloseable {

    static final int BATCH = 500;
    static final int CONNECTIONS = 2;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** PostgreSQL's counters of rows are told at the end of a second at the latest. */
    private static final int UNTIL_COUNTED = 2_000;

    private static final List<String> TABLES = List.of("event", "claim", "subject", "cutoff", "revision", "notice");

    private final Database database;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private List<BareTable> tables;

    BareInserts(Database database) {
        this.database = database;
        this.pool = PgBuilder.pool()
                .connectingTo(PgConnectOptions.fromUri(database.reactiveUrl())
                        .setUser(Machine.USER)
                        .setPassword(Machine.USER)
                        .setCachePreparedStatements(true))
                .with(new PoolOptions().setMaxSize(CONNECTIONS))
                .using(vertx)
                .build();
        database.execute("create schema bare");
        this.tables = List.of();
        begin();
    }

    /** What is written from now on is what is to be written. */
    void begin() {
        Stage.pause(UNTIL_COUNTED);
        tables = TABLES.stream().map(name -> new BareTable(database, name)).toList();
    }

    /** Writes what the service has written since the beginning; returns how many events a second that is. */
    double rate(int events) {
        Stage.pause(UNTIL_COUNTED);
        tables.forEach(table -> table.read(pool));
        int batches = Math.max(1, events / BATCH);
        AtomicInteger next = new AtomicInteger();
        long begun = System.nanoTime();
        Uni.join()
                .all(IntStream.range(0, CONNECTIONS)
                        .mapToObj(i -> write(next, batches))
                        .toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);
        double seconds = (System.nanoTime() - begun) / 1e9;
        begin();
        return events / seconds;
    }

    private Uni<Void> write(AtomicInteger next, int batches) {
        return Uni.createFrom()
                .deferred(() -> write(next.getAndIncrement(), batches))
                .repeat()
                .whilst(written -> written)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> write(int batch, int batches) {
        return batch < batches
                ? pool.withTransaction(tx -> write(tx, batch, batches)).replaceWith(true)
                : Uni.createFrom().item(false);
    }

    /** All in one flight, as the service does. */
    private Uni<Void> write(SqlConnection tx, int batch, int batches) {
        return Uni.join()
                .all(tables.stream()
                        .map(table -> table.write(tx, batch, batches))
                        .toList())
                .andFailFast()
                .replaceWithVoid();
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.closeAndAwait();
    }
}
