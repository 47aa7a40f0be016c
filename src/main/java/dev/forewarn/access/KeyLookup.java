package dev.forewarn.access;

import static dev.forewarn.sql.Columns.utc;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Whose a key is, looked up at every request: one that is revoked is refused from then on, by every instance. */
@Singleton
class KeyLookup {

    private static final String KEY =
            """
            select public_id, owner_id, role, sources, providers, authority
            from api_key
            where digest = $1 and (expires_at is null or expires_at > $2)""";

    private static final String OWNER = "select id from owner where public_id = $1";

    private final Pool pool;
    private final InstantSource clock;

    KeyLookup(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Empty if there is no such key, or none any more. */
    Uni<Optional<SecurityIdentity>> identity(Credential credential) {
        return identity(credential.digest());
    }

    /** By what is kept of a key. */
    Uni<Optional<SecurityIdentity>> identity(byte[] digest) {
        return pool.preparedQuery(KEY)
                .execute(Tuple.of(Buffer.buffer(digest), utc(clock.instant())))
                .map(found -> first(found).map(KeyLookup::identity));
    }

    /** The number of the owner with that public id, if there is one. */
    Uni<Optional<Long>> owner(String publicId) {
        return pool.preparedQuery(OWNER).execute(Tuple.of(publicId)).map(found -> first(found)
                .map(row -> row.getLong("id")));
    }

    private static Optional<Row> first(RowSet<Row> found) {
        return found.size() == 0
                ? Optional.empty()
                : Optional.of(found.iterator().next());
    }

    private static SecurityIdentity identity(Row row) {
        String role = row.getString("role");
        return Identities.of(row.getString("public_id"), List.of(role), caller(row, role));
    }

    private static Caller caller(Row row, String role) {
        long owner = row.getLong("owner_id");
        return switch (role) {
            case Role.OPERATOR -> Caller.operator(owner);
            case Role.PUBLISHER -> Caller.publisher(owner, bounds(row));
            default -> Caller.subscriber(owner);
        };
    }

    private static Bounds bounds(Row row) {
        return new Bounds(
                List.of(row.getArrayOfStrings("sources")),
                List.of(row.getArrayOfStrings("providers")),
                Optional.ofNullable(row.getString("authority")));
    }
}
