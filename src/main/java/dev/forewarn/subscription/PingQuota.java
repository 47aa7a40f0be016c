package dev.forewarn.subscription;

import dev.forewarn.sql.Columns;
import dev.forewarn.web.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Bounds the pings of an hour, by owner and by host, so that nobody is flooded who has not agreed to be sent to. */
@Singleton
final class PingQuota {

    /**
     * Locks the rows of these scopes, in their order, and begins a new hour where it is time. A replica whose clock is
     * slow does not turn an hour back.
     */
    private static final String HOLD =
            """
            insert into ping_quota as q (scope, hour, pings)
            select scope, $2, 0 from (select distinct unnest($1::text[]) collate "C" as scope) s order by scope
            on conflict (scope) do update
            set hour = greatest(q.hour, excluded.hour),
                pings = case when q.hour < excluded.hour then 0 else q.pings end
            returning scope, pings""";

    private static final String ADD =
            """
            update ping_quota q set pings = q.pings + a.pings
            from unnest($1::text[], $2::integer[]) as a(scope, pings)
            where q.scope = a.scope""";

    private static final String FORGET =
            """
            delete from ping_quota
            where scope in (select scope from ping_quota where hour < $1 for update skip locked)""";

    private final Pool pool;
    private final SubscriptionSettings settings;

    PingQuota(Pool pool, SubscriptionSettings settings) {
        this.pool = pool;
        this.settings = settings;
    }

    /** Whose quota is used up. */
    enum Full {
        OWNER,
        HOST
    }

    /** A ping that is to be sent. */
    record Ping(long owner, String host) {

        /** A host is the same however it is spelled, and whatever the port. */
        static Ping to(URI url, long owner) {
            return new Ping(owner, host(url));
        }

        /** One of before, which would not be taken any more, must not keep the others from being asked. */
        private static String host(URI url) {
            try {
                return Endpoint.of(url).host().text();
            } catch (IllegalArgumentException e) {
                return String.valueOf(url.getRawAuthority());
            }
        }

        String ownerScope() {
            return "owner:" + owner;
        }

        String hostScope() {
            return "host:" + host;
        }
    }

    /** When the quota of an instant is over. */
    static Instant over(Instant instant) {
        return instant.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    }

    /** Takes one ping; fails with a problem, 429, if there is none left in this hour. */
    Uni<Void> take(Ping ping, Instant now) {
        return pool.withTransaction(tx -> take(tx, List.of(ping), now))
                .invoke(full -> full.get(0).ifPresent(whose -> refuse(whose, ping, now)))
                .replaceWithVoid();
    }

    private void refuse(Full full, Ping ping, Instant now) {
        String detail = full == Full.OWNER
                ? "At most " + settings.pingsPerOwner()
                        + " pings are sent in an hour for the subscriptions of one owner."
                : "At most " + settings.pingsPerHost() + " pings are sent in an hour to " + ping.host() + ".";
        throw new WebApplicationException(Response.status(Response.Status.TOO_MANY_REQUESTS)
                .type(Problem.MEDIA_TYPE)
                .header(
                        HttpHeaders.RETRY_AFTER,
                        Math.max(1, Duration.between(now, over(now)).toSeconds()))
                .entity(Problem.of(Response.Status.TOO_MANY_REQUESTS, detail))
                .build());
    }

    /** Takes what there is left, until the transaction ends: for each ping, empty if it may be sent, or what is used up. */
    Uni<List<Optional<Full>>> take(SqlConnection tx, List<Ping> pings, Instant now) {
        String[] scopes = pings.stream()
                .flatMap(ping -> Stream.of(ping.ownerScope(), ping.hostScope()))
                .toArray(String[]::new);
        return tx.preparedQuery(HOLD)
                .execute(Tuple.of(scopes, Columns.utc(now.truncatedTo(ChronoUnit.HOURS))))
                .map(PingQuota::used)
                .flatMap(used -> take(tx, pings, used));
    }

    private static Map<String, Integer> used(RowSet<Row> rows) {
        Map<String, Integer> used = new HashMap<>();
        rows.forEach(row -> used.put(row.getString("scope"), row.getInteger("pings")));
        return used;
    }

    private Uni<List<Optional<Full>>> take(SqlConnection tx, List<Ping> pings, Map<String, Integer> used) {
        Map<String, Integer> taken = new HashMap<>();
        List<Optional<Full>> full =
                pings.stream().map(ping -> taken(ping, used, taken)).toList();
        Tuple added = Columns.of(taken.entrySet())
                .text(Map.Entry::getKey)
                .integer(Map.Entry::getValue)
                .tuple();
        return taken.isEmpty()
                ? Uni.createFrom().item(full)
                : tx.preparedQuery(ADD).execute(added).replaceWith(full);
    }

    private Optional<Full> taken(Ping ping, Map<String, Integer> used, Map<String, Integer> taken) {
        if (used.getOrDefault(ping.ownerScope(), 0) >= settings.pingsPerOwner()) {
            return Optional.of(Full.OWNER);
        }
        if (used.getOrDefault(ping.hostScope(), 0) >= settings.pingsPerHost()) {
            return Optional.of(Full.HOST);
        }
        Stream.of(ping.ownerScope(), ping.hostScope()).forEach(scope -> {
            used.merge(scope, 1, Integer::sum);
            taken.merge(scope, 1, Integer::sum);
        });
        return Optional.empty();
    }

    /** Forgets hours that are long over. */
    Uni<Void> forget(Instant now) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(Columns.utc(now.minus(Duration.ofDays(1)))))
                .replaceWithVoid();
    }
}
