package dev.forewarn.notice;

import dev.forewarn.loop.Frontier;
import dev.forewarn.loop.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionBase;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Hears what other replicas raise and void, and of cutoffs that are made due for the past or the next minutes, on one
 * connection. Looks itself once a second what was raised last, should it have missed it; what is due, the sweep looks for.
 *
 * <p>That it hears is known once it has heard itself: a pooler that lends connections for a transaction takes every
 * {@code listen} and swallows what is said.
 */
@Singleton
class Listening {

    private static final Logger LOG = Logger.getLogger(Listening.class);
    private static final String NEWEST = "select coalesce(max(position), 0) as newest from notice";
    private static final String LISTEN =
            "listen notice_raised; listen notice_voided; listen cutoff_due; listen listening";
    private static final String SAY = "select pg_notify('listening', $1)";
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);

    private final Pool pool;
    private final Bulletin bulletin;
    private final NoticeSettings settings;
    private final InstantSource wall;
    private final Loop loop;
    // What this replica says, and no other.
    private final String own = UUID.randomUUID().toString();
    private volatile Optional<SqlConnection> connection = Optional.empty();
    // The connection for which it has said its word.
    private volatile Optional<SqlConnection> saidFor = Optional.empty();

    Listening(Vertx vertx, Pool pool, Bulletin bulletin, NoticeSettings settings, InstantSource wall) {
        this.wall = wall;
        this.pool = pool;
        this.bulletin = bulletin;
        this.settings = settings;
        this.loop = new Loop(vertx, "listening for notices", this::look);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop().subscribe().with(any -> connection.ifPresent(open -> open.closeAndForget()));
    }

    private Uni<Duration> look() {
        return connection
                .map(open -> Uni.createFrom().item(open))
                .orElseGet(this::listen)
                .call(this::newest)
                .call(this::sayOnce)
                .replaceWith(settings.pollInterval());
    }

    private Uni<SqlConnection> listen() {
        return pool.getConnection()
                .invoke(this::hear)
                .flatMap(open -> run(open, LISTEN).replaceWith(open))
                .invoke(open -> connection = Optional.of(open));
    }

    /**
     * By another connection: what comes along with an answer is handed on by everybody. If none can be had, it is tried again
     * at the next look; the one that listens is none the worse.
     */
    private Uni<Void> sayOnce(SqlConnection open) {
        return saidFor.equals(Optional.of(open))
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(SAY)
                        .execute(Tuple.of(own))
                        .ifNoItem()
                        .after(ANSWERS_WITHIN)
                        .fail()
                        .invoke(() -> saidFor = Optional.of(open))
                        .onFailure()
                        .invoke(failure -> LOG.warnf("it is not known whether notifications are heard: %s", failure))
                        .onFailure()
                        .recoverWithNull()
                        .replaceWithVoid();
    }

    /** What a connection says that was given up meanwhile tells nothing. */
    private synchronized void heard(SqlConnection open) {
        if (connection.equals(Optional.of(open))) {
            bulletin.hears(Optional.of(wall.instant()));
            // Whatever was said before.
            bulletin.due(Frontier.BEGINNING);
        }
    }

    private synchronized void lost() {
        connection = Optional.empty();
        bulletin.hears(Optional.empty());
    }

    private Uni<Void> newest(SqlConnection open) {
        return run(open, NEWEST)
                .invoke(rows -> bulletin.raised(rows.iterator().next().getLong("newest")))
                .replaceWithVoid();
    }

    /** On the connection that listens, so that one that is dead without having been closed is noticed. */
    private Uni<RowSet<Row>> run(SqlConnection open, String statement) {
        return open.query(statement)
                .execute()
                .ifNoItem()
                .after(ANSWERS_WITHIN)
                .fail()
                .onFailure()
                .invoke(() -> hangUp(open));
    }

    private void hear(SqlConnection open) {
        open.closeHandler(this::closed);
        PgConnection.cast(open.getDelegate()).notificationHandler(said -> hear(open, said));
    }

    private void closed() {
        lost();
        loop.wake();
    }

    /** For good: closing what a pool has lent only gives it back, and the next would wait on the same dead line. */
    private void hangUp(SqlConnection open) {
        lost();
        // The loop looks again by itself, after a while.
        open.closeHandler(() -> {});
        if (open.getDelegate() instanceof SqlConnectionBase<?> lent
                && lent.unwrap().unwrap() instanceof SocketConnectionBase line) {
            line.socket().close();
        } else {
            open.closeAndForget();
        }
    }

    private void hear(SqlConnection open, PgNotification notification) {
        switch (notification.getChannel()) {
            case "notice_voided" -> bulletin.voided(position(notification));
            case "notice_raised" -> bulletin.raised(position(notification));
            case "listening" -> {
                if (notification.getPayload().equals(own)) {
                    heard(open);
                }
            }
            default -> bulletin.due(Instant.ofEpochSecond(Long.parseLong(notification.getPayload())));
        }
    }

    private static long position(PgNotification notification) {
        return Long.parseLong(notification.getPayload());
    }
}
