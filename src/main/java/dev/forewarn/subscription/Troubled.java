package dev.forewarn.subscription;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The subscriptions that are failing or disabled, for whoever runs the service. */
@Singleton
public class Troubled {

    private static final String LATEST =
            """
            select s.public_id, s.url, s.state, s.reason, s.state_since, o.public_id as owner, o.name as owner_name,
                t.since, t.until
            from subscription s join owner o on o.id = s.owner_id left join trouble t on t.subscription_id = s.id
            where s.state in ('failing', 'disabled')
            order by s.state_since desc, s.id desc
            limit $1""";

    private final Pool pool;

    Troubled(Pool pool) {
        this.pool = pool;
    }

    /**
     * One of them.
     *
     * @param reason why it is disabled
     * @param failingFrom when the first of its failures was, if it has done nothing but fail
     * @param failingUntil when the last one was
     */
    public record Endpoint(
            String id,
            String url,
            String state,
            Optional<String> reason,
            Instant stateSince,
            String owner,
            String ownerName,
            Optional<Instant> failingFrom,
            Optional<Instant> failingUntil) {}

    /** Those that came to it last first. */
    public Uni<List<Endpoint>> latest(int most) {
        return pool.preparedQuery(LATEST).execute(Tuple.of(most)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(Troubled::endpoint)
                .toList());
    }

    private static Endpoint endpoint(Row row) {
        return new Endpoint(
                row.getString("public_id"),
                row.getString("url"),
                row.getString("state"),
                Optional.ofNullable(row.getString("reason")),
                row.getOffsetDateTime("state_since").toInstant(),
                row.getString("owner"),
                row.getString("owner_name"),
                instant(row, "since"),
                instant(row, "until"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
