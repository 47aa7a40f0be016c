package dev.forewarn.subscription;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** The subscriptions that may be sent to. */
@Singleton
public final class Targets {

    private static final String ACTIVE =
            """
            select id, public_id, url, secret
            from subscription
            where id = any($1) and state = 'active'""";

    private static final String ANY = "select id, public_id, url, secret from subscription order by id limit 1";

    private static final Logger LOG = Logger.getLogger(Targets.class);
    private static final Duration CONNECTING = Duration.ofSeconds(30);

    private final Pool pool;
    private final SecretSealer sealer;

    Targets(Pool pool, SecretSealer sealer) {
        this.pool = pool;
        this.sealer = sealer;
    }

    /** Those of these subscriptions that may be sent to now, by id. */
    public Uni<Map<Long, Target>> active(Collection<Long> ids) {
        return pool.preparedQuery(ACTIVE)
                .execute(Tuple.of(ids.toArray(Long[]::new)))
                .map(this::targets)
                .map(targets -> targets.stream().collect(Collectors.toMap(Target::id, Function.identity())));
    }

    private List<Target> targets(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(this::target)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The target in a row that holds {@code id, public_id, url, secret}; empty if its secret can't be opened or its URL can't
     * be read: that is logged, and must not keep the others from being told.
     */
    Optional<Target> target(Row row) {
        try {
            return Optional.of(opened(row));
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.errorf("subscription %s can't be told: %s", row.getString("public_id"), e.getMessage());
            return Optional.empty();
        }
    }

    /** A wrong master key would leave everybody untold: better not to start. */
    void check(@Observes StartupEvent event) {
        pool.query(ANY).execute().await().atMost(CONNECTING).forEach(this::key);
    }

    private Target opened(Row row) {
        String publicId = row.getString("public_id");
        URI url = URI.create(row.getString("url"));
        return new Target(row.getLong("id"), publicId, url, new WebhookUrl(url).origin(), List.of(key(row)));
    }

    private byte[] key(Row row) {
        return sealer.open(row.getBuffer("secret").getBytes(), row.getString("public_id"));
    }
}
