package dev.forewarn.subscription;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Seals with the present key what was sealed with another, chunk by chunk, in the order of the ids. It holds nothing
 * between two chunks: whoever starts anew finds what is left. A value that somebody has replaced meanwhile stays.
 *
 * <pre>
 *   LOOKING ── all is sealed with the present key ──▶ an hour's rest
 *    ▲   │
 *    │   └── something is not ──▶ CHUNK ──▶ CHUNK ── nothing behind ──┐
 *    └────────────────── at once, or in an hour if one can't be opened ┘
 * </pre>
 */
@Singleton
final class Resealing {

    private static final String ANY_STALE =
            """
            select exists (select from subscription where sealed_with(secret) < $1)
                or exists (select from subscription where sealed_with(secret) > $1)
                or exists (select from subscription where previous_secret is not null and sealed_with(previous_secret) < $1)
                or exists (select from subscription where previous_secret is not null and sealed_with(previous_secret) > $1)
                or exists (select from subscription where headers is not null and sealed_with(headers) < $1)
                or exists (select from subscription where headers is not null and sealed_with(headers) > $1)""";

    private static final String STALE =
            """
            select id, public_id, secret, previous_secret, previous_secret_until, headers
            from subscription
            where id > $1
                and (sealed_with(secret) <> $2 or sealed_with(previous_secret) <> $2 or sealed_with(headers) <> $2)
            order by id
            limit 100""";

    private static final String PUT =
            """
            update subscription
            set secret = $5, previous_secret = $6, headers = $7,
                previous_secret_until = case when $6::bytea is not null then previous_secret_until end
            where id = $1
                and secret = $2
                and previous_secret is not distinct from $3
                and headers is not distinct from $4""";

    private static final Logger LOG = Logger.getLogger(Resealing.class);
    private static final Duration REST = Duration.ofHours(1);

    private final Pool pool;
    private final SecretSealer sealer;
    private final InstantSource wall;
    private long after;
    private boolean unopened;
    private boolean told;

    Resealing(Pool pool, SecretSealer sealer, InstantSource wall) {
        this.pool = pool;
        this.sealer = sealer;
        this.wall = wall;
    }

    /** One chunk; tells when to go on. */
    Uni<Duration> step() {
        return after == 0 ? anyStale().flatMap(any -> any ? chunk() : finished()) : chunk();
    }

    private Uni<Boolean> anyStale() {
        return pool.preparedQuery(ANY_STALE)
                .execute(Tuple.tuple().addValue(mark()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private Buffer mark() {
        return Buffer.buffer(sealer.mark());
    }

    private Uni<Duration> finished() {
        if (sealer.hasPrevious() && !told) {
            told = true;
            LOG.info("all is sealed with FOREWARN_MASTER_KEY: FOREWARN_PREVIOUS_MASTER_KEYS are no longer needed");
        }
        return Uni.createFrom().item(REST);
    }

    private Uni<Duration> chunk() {
        return pool.preparedQuery(STALE)
                .execute(Tuple.tuple().addLong(after).addValue(mark()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList())
                .flatMap(rows -> rows.isEmpty() ? end() : write(rows));
    }

    private Uni<Duration> end() {
        Duration rest = unopened ? REST : Duration.ZERO;
        after = 0;
        unopened = false;
        return Uni.createFrom().item(rest);
    }

    private Uni<Duration> write(List<Row> rows) {
        List<Tuple> anew =
                rows.stream().map(this::anew).flatMap(Optional::stream).toList();
        Uni<?> written = anew.isEmpty()
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(PUT).executeBatch(anew);
        return written.invoke(() -> after = rows.get(rows.size() - 1).getLong("id"))
                .replaceWith(Duration.ZERO);
    }

    private Optional<Tuple> anew(Row row) {
        try {
            return Optional.of(sealedAnew(row));
        } catch (IllegalStateException e) {
            unopened = true;
            LOG.errorf("not sealed anew: %s", e.getMessage());
            return Optional.empty();
        }
    }

    private Tuple sealedAnew(Row row) {
        String publicId = row.getString("public_id");
        Buffer secret = row.getDelegate().getBuffer("secret");
        Buffer previous = row.getDelegate().getBuffer("previous_secret");
        Buffer headers = row.getDelegate().getBuffer("headers");
        return Tuple.tuple()
                .addLong(row.getLong("id"))
                .addValue(secret)
                .addValue(previous)
                .addValue(headers)
                .addValue(anew(Sealed.SECRET, secret, publicId))
                .addValue(over(row) ? null : anew(Sealed.SECRET, previous, publicId))
                .addValue(anew(Sealed.HEADERS, headers, publicId));
    }

    private @Nullable Buffer anew(Sealed what, @Nullable Buffer sealed, String publicId) {
        return sealed == null
                ? null
                : Buffer.buffer(sealer.seal(what, sealer.open(what, sealed.getBytes(), publicId), publicId));
    }

    /** A secret that signs no more is not worth another seal. */
    private boolean over(Row row) {
        return Optional.ofNullable(row.getOffsetDateTime("previous_secret_until"))
                .map(until -> !until.toInstant().isAfter(wall.instant()))
                .orElse(true);
    }
}
