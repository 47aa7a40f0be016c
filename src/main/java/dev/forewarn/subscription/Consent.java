package dev.forewarn.subscription;

import dev.forewarn.sql.Columns;
import dev.forewarn.subscription.PingQuota.Ping;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks receivers whether they want to be sent to, before anything else is sent. */
@Singleton
public final class Consent {

    private static final String NAMED =
            """
            select id, public_id, owner_id, url, format, state, secret, previous_secret, previous_secret_until, headers
            from subscription
            where public_id = $1 and ($2::bigint is null or owner_id = $2)""";

    /** What waits goes on at once; a lane that is leased looks for itself when it is given back. */
    private static final String GO_ON =
            """
            update lane set next_at = case when leased then next_at else $2 end
            where subscription_id = $1 and next_at is not null""";

    private static final String NO_TROUBLE = "delete from trouble where subscription_id = $1";

    private static final String ACTIVATE =
            """
            update subscription
            set state = 'active', state_since = $2, verified_at = $2, next_ping_at = null
            where id = $1 and url = $3 and state = 'unverified'""";

    private static final String REFUSE =
            """
            update subscription
            set state = 'disabled', reason = 'gone', state_since = $2, next_ping_at = null
            where id = $1 and url = $3 and state = 'unverified'""";

    private final Pool pool;
    private final PingQueue queue;
    private final PingQuota quota;
    private final Seals seals;
    private final SubscriptionMetrics metrics;
    private final InstantSource wall;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    Consent(Pool pool, PingQueue queue, PingQuota quota, Seals seals, SubscriptionMetrics metrics, InstantSource wall) {
        this.pool = pool;
        this.queue = queue;
        this.quota = quota;
        this.seals = seals;
        this.metrics = metrics;
        this.wall = wall;
    }

    /**
     * A receiver that is to be sent a ping.
     *
     * @param state the subscription's, when it was looked up
     */
    public record Asked(Target target, String state) {}

    /** Lets somebody know when a ping may have become due. */
    public void onAsk(Runnable listener) {
        listeners.add(listener);
    }

    void mayBeDue() {
        listeners.forEach(Runnable::run);
    }

    /** Those whose receivers are to be asked now: counted, and due again by the schedule. */
    public Uni<List<Asked>> due(int limit) {
        return queue.claim(limit);
    }

    /**
     * Whom to send a ping that somebody asks for; it is not counted among those of the schedule. Fails with a problem:
     * 404 if there is no such subscription, 429 if the hour's quota is used up.
     *
     * @param owner whose alone it may be; empty: anybody's
     */
    public Uni<Asked> ask(String publicId, Optional<Long> owner) {
        return Uni.createFrom()
                .item(publicId)
                .map(PublicId::checked)
                .flatMap(id -> pool.preparedQuery(NAMED).execute(Tuple.of(id, owner.orElse(null))))
                .map(Consent::only)
                .call(this::withinQuota)
                .map(row -> new Asked(seals.target(row), row.getString("state")));
    }

    private static Row only(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw PublicId.unknown();
        }
        return rows.iterator().next();
    }

    private Uni<Void> withinQuota(Row row) {
        Ping ping = Ping.to(URI.create(row.getString("url")), row.getLong("owner_id"));
        return quota.take(ping, wall.instant()).invoke(() -> metrics.pings(SubscriptionMetrics.ASKED, 1));
    }

    /** A receiver has answered. One that has said yes is sent to, if it is still the one that is to be asked. */
    public Uni<Void> answered(Asked asked, boolean success) {
        return success && asked.state().equals(State.UNVERIFIED.word())
                ? pool.withTransaction(tx -> activate(tx, asked.target()))
                : Uni.createFrom().voidItem();
    }

    /** A receiver has answered that it is gone (410): it is not asked again. */
    public Uni<Void> refused(Asked asked) {
        return pool.preparedQuery(REFUSE)
                .execute(Tuple.of(
                        asked.target().id(),
                        Columns.utc(wall.instant()),
                        asked.target().url().toString()))
                .invoke(rows -> metrics.entered(State.DISABLED, rows.rowCount()))
                .replaceWithVoid();
    }

    /** In this order, as everybody locks them: what is to be sent, then what is known of failures, then the subscription. */
    private Uni<Void> activate(SqlConnection tx, Target target) {
        Tuple now = Tuple.of(target.id(), Columns.utc(wall.instant()));
        Tuple activate =
                Tuple.of(target.id(), Columns.utc(wall.instant()), target.url().toString());
        return tx.preparedQuery(GO_ON)
                .execute(now)
                .chain(() -> tx.preparedQuery(NO_TROUBLE).execute(Tuple.of(target.id())))
                .chain(() -> tx.preparedQuery(ACTIVATE).execute(activate))
                .invoke(rows -> metrics.entered(State.ACTIVE, rows.rowCount()))
                .replaceWithVoid();
    }
}
