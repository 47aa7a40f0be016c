package dev.forewarn.subscription;

import dev.forewarn.loop.SharedLook;
import dev.forewarn.loop.SharedLook.Seen;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
            select id, public_id, url, format, secret, previous_secret, previous_secret_until, headers
            from subscription
            where id = any($1) and state in ('active', 'failing')""";

    private static final Logger LOG = Logger.getLogger(Targets.class);

    /** How old the knowledge of where and how to send may be when something is sent. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Pool pool;
    private final Seals seals;
    private final SharedLook<Long, Optional<Target>> looks;

    Targets(Pool pool, Seals seals, InstantSource wall) {
        this.pool = pool;
        this.seals = seals;
        this.looks = new SharedLook<>(this::one, FRESH, wall);
    }

    /** Whether what was read of a subscription then may be acted on now without another look. */
    public boolean fresh(Instant readAt) {
        return looks.fresh(readAt);
    }

    /** The subscription as it is now; empty if it is not to be sent to any more. */
    public Uni<Seen<Optional<Target>>> look(long id) {
        return looks.at(id);
    }

    private Uni<Optional<Target>> one(long id) {
        return active(List.of(id)).map(targets -> Optional.ofNullable(targets.get(id)));
    }

    /** Those of these subscriptions that may be sent to now, by id. */
    public Uni<Map<Long, Target>> active(Collection<Long> ids) {
        return pool.preparedQuery(ACTIVE)
                .execute(Tuple.of(ids.toArray(Long[]::new)))
                .map(this::targets)
                .map(targets -> targets.stream().collect(Collectors.toMap(Target::id, Function.identity())));
    }

    private List<Target> targets(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(this::target).toList();
    }

    /**
     * The target in a row as {@link Seals} wants it. If what is sealed in it can't be opened, or its URL or format can't be read, that
     * is logged, and it is {@linkplain Target#readable() not readable}: the others must be told all the same.
     */
    Target target(Row row) {
        try {
            return seals.target(row);
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.errorf("subscription %s can't be told: %s", row.getString("public_id"), e.getMessage());
            return Target.unreadable(row.getLong("id"), row.getString("public_id"));
        }
    }
}
