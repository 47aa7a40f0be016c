package dev.forewarn.subscription;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.forewarn.loop.SharedLook;
import dev.forewarn.loop.SharedLook.Seen;
import dev.forewarn.watch.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** The subscriptions that may be sent to. */
@Singleton
public final class Targets {

    private static final String ACTIVE =
            """
            select id, xmin::text::bigint as version, public_id, url, format, secret, previous_secret, previous_secret_until,
                headers
            from subscription
            where id = any($1) and state in ('active', 'failing')""";

    private static final Logger LOG = Logger.getLogger(Targets.class);

    /** How old the knowledge of where and how to send may be when something is sent. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final int KEPT = 20_000;
    private static final Duration KEPT_FOR = Duration.ofMinutes(10);

    private final Pool pool;
    private final Seals seals;
    private final InstantSource wall;
    private final SharedLook<Long, Optional<Target>> looks;
    // Swept by whoever uses it: to wake another thread for that would cost more than the sweep.
    private final Cache<Long, Kept> kept = Caffeine.newBuilder()
            .maximumSize(KEPT)
            .expireAfterWrite(KEPT_FOR)
            .executor(Runnable::run)
            .build();

    /**
     * A subscription as it is now: any change of its row gives it another version ({@code xmin}), whoever makes it.
     */
    record Version(long id, long version) {}

    /** @param until when the secret before the present one ceases to sign, too */
    private record Kept(long version, Target target, Instant until) {}

    Targets(Pool pool, Seals seals, InstantSource wall) {
        this.pool = pool;
        this.seals = seals;
        this.wall = wall;
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
                .map(this::targets);
    }

    private Map<Long, Target> targets(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(this::keep)
                .collect(Collectors.toMap(Target::id, Function.identity()));
    }

    /** The targets in these versions, by id; only those are read of which no such version is kept. */
    Uni<Map<Long, Target>> known(Collection<Version> versions) {
        Instant now = wall.instant();
        Map<Long, Target> known = new HashMap<>();
        Set<Long> others = new HashSet<>();
        for (Version version : versions) {
            Kept found = kept.getIfPresent(version.id());
            if (found != null && found.version() == version.version() && now.isBefore(found.until())) {
                known.put(version.id(), found.target());
            } else {
                others.add(version.id());
            }
        }
        return others.isEmpty()
                ? Uni.createFrom().item(known)
                : active(others).invoke(known::putAll).replaceWith(known);
    }

    /**
     * The target in a row as {@link Seals} wants it. If what is sealed in it can't be opened, or its URL or format can't be read, that
     * is logged, and it is {@linkplain Target#readable() not readable}: the others must be told all the same.
     */
    Target target(Row row) {
        try {
            return seals.target(row);
        } catch (IllegalStateException | IllegalArgumentException e) {
            String id = row.getString("public_id");
            Ids.with(
                    Map.of(Ids.SUBSCRIPTION, id),
                    () -> LOG.errorf("subscription %s can't be told: %s", id, e.getMessage()));
            return Target.unreadable(row.getLong("id"), row.getString("public_id"));
        }
    }

    private Target keep(Row row) {
        Target target = target(row);
        if (target.readable()) {
            kept.put(target.id(), new Kept(row.getLong("version"), target, until(row)));
        }
        return target;
    }

    private Instant until(Row row) {
        return Optional.ofNullable(row.getOffsetDateTime("previous_secret_until"))
                .map(OffsetDateTime::toInstant)
                .filter(wall.instant()::isBefore)
                .orElse(Instant.MAX);
    }
}
