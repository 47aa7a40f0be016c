package dev.forewarn.subscription;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Owners and subscriptions that a test makes past the service, so that nothing is done for them beside. */
@Singleton
class Made {

    static final Duration AT_MOST = Duration.ofSeconds(20);

    private final Pool pool;
    private final SecretSealer sealer;

    Made(Pool pool, SecretSealer sealer) {
        this.pool = pool;
        this.sealer = sealer;
    }

    long owner() {
        return rows(
                        "insert into owner (public_id, name, created_at) values ($1, 'test', now()) returning id",
                        "own_" + UUID.randomUUID().toString().replace("-", ""))
                .get(0)
                .getLong(0);
    }

    /** A subscription in the table. */
    record One(long id, String publicId) {}

    One subscription(long owner, String url, String state) {
        String publicId = PublicId.random();
        byte[] secret = sealer.seal(Sealed.SECRET, new byte[] {1, 2, 3}, publicId);
        long id = rows(
                        """
                        insert into subscription (public_id, owner_id, url, format, state, secret, created_at, updated_at)
                        values ($1, $2, $3, 'standard', $4, $5, now(), now())
                        returning id""",
                        publicId,
                        owner,
                        url,
                        state,
                        Buffer.buffer(secret))
                .get(0)
                .getLong(0);
        return new One(id, publicId);
    }

    Row row(One one) {
        return rows("select * from subscription where id = $1", one.id()).get(0);
    }

    String state(One one) {
        return row(one).getString("state");
    }

    long number(String sql, @Nullable Object... parameters) {
        return rows(sql, parameters).get(0).getLong(0);
    }

    List<Row> rows(String sql, @Nullable Object... parameters) {
        var rows =
                pool.preparedQuery(sql).execute(Tuple.from(parameters)).await().atMost(AT_MOST);
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }
}
