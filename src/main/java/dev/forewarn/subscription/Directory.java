package dev.forewarn.subscription;

import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Which subscription is meant, as far as somebody may know. */
@Singleton
public final class Directory {

    private static final String NAMED =
            """
            select id, public_id, state
            from subscription
            where public_id = $1 and ($2::bigint is null or owner_id = $2)""";

    private static final String NUMBERED =
            """
            select id, public_id, state
            from subscription
            where id = $1 and ($2::bigint is null or owner_id = $2)""";

    private final Pool pool;

    Directory(Pool pool) {
        this.pool = pool;
    }

    /**
     * A subscription.
     *
     * @param state a word of {@code unverified, active, failing, paused, disabled}
     */
    public record Listed(long id, String publicId, String state) {}

    /**
     * The subscription of that name; fails with a {@link ProblemException}, 404, if there is none.
     *
     * @param owner whose alone it may be; empty: anybody's
     */
    public Uni<Listed> named(String publicId, Optional<Long> owner) {
        return Uni.createFrom()
                .item(publicId)
                .map(PublicId::checked)
                .flatMap(id -> pool.preparedQuery(NAMED).execute(Tuple.of(id, owner.orElse(null))))
                .map(Directory::listed);
    }

    /**
     * The subscription of that number, which nobody outside is told; empty if there is none.
     *
     * @param owner whose alone it may be; empty: anybody's
     */
    public Uni<Optional<Listed>> numbered(long id, Optional<Long> owner) {
        return pool.preparedQuery(NUMBERED)
                .execute(Tuple.of(id, owner.orElse(null)))
                .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(listed(rows)));
    }

    private static Listed listed(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw PublicId.unknown();
        }
        Row row = rows.iterator().next();
        return new Listed(row.getLong("id"), row.getString("public_id"), row.getString("state"));
    }
}
