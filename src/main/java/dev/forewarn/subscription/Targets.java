package dev.forewarn.subscription;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
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
            select id, public_id, url, secret, previous_secret, previous_secret_until, headers
            from subscription
            where id = any($1) and state in ('active', 'failing')""";

    private static final Logger LOG = Logger.getLogger(Targets.class);

    private final Pool pool;
    private final Seals seals;

    Targets(Pool pool, Seals seals) {
        this.pool = pool;
        this.seals = seals;
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
     * The target in a row as {@link Seals} wants it; empty if what is sealed in it can't be opened or its URL can't be
     * read: that is logged, and must not keep the others from being told.
     */
    Optional<Target> target(Row row) {
        try {
            return Optional.of(seals.target(row));
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.errorf("subscription %s can't be told: %s", row.getString("public_id"), e.getMessage());
            return Optional.empty();
        }
    }
}
