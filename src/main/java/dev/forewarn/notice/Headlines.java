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
            select position, id, kind, raised_at, deadline, voided_by is not null as voided
            from notice where position = any($1)""";

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
                row.getBoolean("voided"));
    }
}
