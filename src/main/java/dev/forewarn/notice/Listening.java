package dev.forewarn.notice;

import dev.forewarn.loop.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Hears what other replicas raise and void, on one connection; looks itself once a second, should it have missed it. */
@Singleton
class Listening {

    private static final String NEWEST = "select coalesce(max(position), 0) as newest from notice";

    private final Pool pool;
    private final Bulletin bulletin;
    private final NoticeSettings settings;
    private final Loop loop;
    private volatile Optional<SqlConnection> connection = Optional.empty();

    Listening(Vertx vertx, Pool pool, Bulletin bulletin, NoticeSettings settings) {
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
        Uni<Void> listening = connection.isPresent() ? Uni.createFrom().voidItem() : listen();
        return listening
                .chain(() -> pool.query(NEWEST).execute())
                .invoke(rows -> bulletin.raised(rows.iterator().next().getLong("newest")))
                .replaceWith(settings.pollInterval());
    }

    private Uni<Void> listen() {
        return pool.getConnection()
                .invoke(this::hear)
                .flatMap(open ->
                        open.query("listen notice_raised; listen notice_voided").execute())
                .replaceWithVoid();
    }

    private void hear(SqlConnection open) {
        connection = Optional.of(open);
        open.closeHandler(this::closed);
        PgConnection.cast(open.getDelegate()).notificationHandler(this::hear);
    }

    private void closed() {
        connection = Optional.empty();
        loop.wake();
    }

    private void hear(PgNotification notification) {
        long position = Long.parseLong(notification.getPayload());
        if (notification.getChannel().equals("notice_voided")) {
            bulletin.voided(position);
        } else {
            bulletin.raised(position);
        }
    }
}
