package dev.forewarn.subscription;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** What explains the state of a subscription, for its owner. */
@Singleton
public class Conditions {

    private static final String OF =
            """
            select s.verified_at, s.pings, s.next_ping_at, s.previous_secret_until, t.since, t.until
            from subscription s left join trouble t on t.subscription_id = s.id
            where s.id = $1""";

    private final Pool pool;

    Conditions(Pool pool) {
        this.pool = pool;
    }

    /**
     * How it has gone.
     *
     * @param verifiedAt when its receiver has said yes; empty if it never has, at this URL
     * @param pings how often it was asked by schedule
     * @param nextPingAt when it is asked next
     * @param previousSecretUntil until when the secret before this one signs, too
     * @param failingFrom when the first of its failures was, if nothing but failures have followed
     * @param failingUntil when the last one was
     */
    public record Condition(
            Optional<Instant> verifiedAt,
            int pings,
            Optional<Instant> nextPingAt,
            Optional<Instant> previousSecretUntil,
            Optional<Instant> failingFrom,
            Optional<Instant> failingUntil) {}

    /** Fails with a problem, 404, if it is gone. */
    public Uni<Condition> of(long subscription) {
        return pool.preparedQuery(OF).execute(Tuple.of(subscription)).map(rows -> {
            if (rows.size() == 0) {
                throw PublicId.unknown();
            }
            return condition(rows.iterator().next());
        });
    }

    private static Condition condition(Row row) {
        return new Condition(
                instant(row, "verified_at"),
                row.getInteger("pings"),
                instant(row, "next_ping_at"),
                instant(row, "previous_secret_until"),
                instant(row, "since"),
                instant(row, "until"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
