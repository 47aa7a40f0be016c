package dev.forewarn.subscription;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Refuses to start where something that is sealed can't be opened: all of whom that is true would be left untold. */
@Singleton
final class SealCheck {

    /** One secret for each key that has sealed any; from one key to the next by the index. */
    private static final String SECRETS =
            """
            with recursive mark(value) as (
                (select sealed_with(secret) from subscription order by 1 limit 1)
                union all
                select (select sealed_with(secret) from subscription where sealed_with(secret) > value order by 1 limit 1)
                from mark where value is not null
            )
            select one.public_id, one.sealed
            from mark cross join lateral (
                select public_id, secret as sealed from subscription where sealed_with(secret) = value limit 1) as one""";

    private static final String PREVIOUS_SECRETS =
            """
            with recursive mark(value) as (
                (select sealed_with(previous_secret) from subscription
                where previous_secret is not null order by 1 limit 1)
                union all
                select (
                    select sealed_with(previous_secret) from subscription
                    where previous_secret is not null and sealed_with(previous_secret) > value order by 1 limit 1)
                from mark where value is not null
            )
            select one.public_id, one.sealed
            from mark cross join lateral (
                select public_id, previous_secret as sealed
                from subscription
                where previous_secret is not null and sealed_with(previous_secret) = value limit 1) as one""";

    private static final String HEADERS =
            """
            with recursive mark(value) as (
                (select sealed_with(headers) from subscription where headers is not null order by 1 limit 1)
                union all
                select (
                    select sealed_with(headers) from subscription
                    where headers is not null and sealed_with(headers) > value order by 1 limit 1)
                from mark where value is not null
            )
            select one.public_id, one.sealed
            from mark cross join lateral (
                select public_id, headers as sealed
                from subscription
                where headers is not null and sealed_with(headers) = value limit 1) as one""";

    private static final int FIRST = 1;
    private static final Duration CONNECTING = Duration.ofSeconds(30);

    private final Pool pool;
    private final SecretSealer sealer;

    SealCheck(Pool pool, SecretSealer sealer) {
        this.pool = pool;
        this.sealer = sealer;
    }

    /** Before anybody is told anything. */
    void start(@Observes @Priority(FIRST) StartupEvent event) {
        check();
    }

    /**
     * Opens one for each key.
     *
     * @throws ConfigurationException if a key is missing
     */
    void check() {
        check(SECRETS, Sealed.SECRET);
        check(PREVIOUS_SECRETS, Sealed.SECRET);
        check(HEADERS, Sealed.HEADERS);
    }

    private void check(String ones, Sealed what) {
        pool.query(ones).execute().await().atMost(CONNECTING).forEach(row -> open(row, what));
    }

    private void open(Row row, Sealed what) {
        try {
            sealer.open(what, row.getBuffer("sealed").getBytes(), row.getString("public_id"));
        } catch (IllegalStateException e) {
            throw new ConfigurationException(
                    "FOREWARN_MASTER_KEY and FOREWARN_PREVIOUS_MASTER_KEYS must open what is sealed in the database: "
                            + e.getMessage(),
                    e);
        }
    }
}
