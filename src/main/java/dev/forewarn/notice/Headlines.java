package dev.forewarn.notice;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.lifecycle.NoticeKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads of raised notices what their owners are told of them, without their bytes. */
@Singleton
public class Headlines {

    private static final String READ =
            """
            select n.position, n.id, n.kind, n.raised_at, n.deadline, n.voided_by is not null as voided, n.cutoff_id,
                c.window_start
            from notice n left join lateral (
                -- Of what counts down alone.
                select window_start from cutoff where id = n.cutoff_id and n.kind in (4, 5) limit 1
            ) c on true
            where n.position = any($1)""";

    private final Pool pool;
    private final CalendarClock calendar;

    Headlines(Pool pool, CalendarClock calendar) {
        this.pool = pool;
        this.calendar = calendar;
    }

    /** By position. */
    public Uni<Map<Long, Headline>> read(Collection<Long> positions) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(positions.stream().distinct().toArray(Long[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(row -> row.getLong("position"), this::headline)));
    }

    /** Where the calendar stands: what has a stored deadline before this is of no use any more. */
    public Instant today() {
        return calendar.instant();
    }

    private Headline headline(Row row) {
        Optional<Instant> deadline =
                Optional.ofNullable(row.getOffsetDateTime("deadline")).map(OffsetDateTime::toInstant);
        return new Headline(
                row.getString("id"),
                NoticeKind.values()[row.getInteger("kind")].type(),
                row.getOffsetDateTime("raised_at").toInstant(),
                deadline.map(calendar::wallAt),
                row.getBoolean("voided"),
                Countdowns.of(row));
    }
}
