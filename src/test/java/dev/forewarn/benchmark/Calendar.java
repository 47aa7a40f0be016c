package dev.forewarn.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Cutoffs with a next rung, copied from one that the service has written. None of them is due before it is told to be. */
final class Calendar {

    private static final int CHUNK = 500_000;
    private static final Duration FIRST_RUNG = Duration.ofDays(180);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String COPY =
            """
            insert into cutoff (id, key, subject, milestone, channel, region, audience, revision, window_start, window_end,
                                certainty, document, next_due_at, next_lead_time)
            select 'cut_' || lpad(i::text, 26, '0'), replace(key, 'template', 'copy-' || i),
                replace(subject, 'template', 'copy-' || i), milestone, channel, region, audience, revision, window_start,
                window_end, certainty, replace(document, 'template', 'copy-' || i), next_due_at + i * interval '1 second',
                next_lead_time
            from cutoff, generate_series(?, ?) as i
            where subject = 'bench/template'""";

    /** Spread over all; a cutoff's document says its date by itself. */
    private static final String FALL_DUE =
            """
            update cutoff set next_due_at = ?, window_start = ?::timestamptz, window_end = ?::timestamptz,
                document = replace(replace(document, ?, ?), ?, ?)
            where id in (select 'cut_' || lpad((? + n * ?)::text, 26, '0') from generate_series(0, ? - 1) as n)""";

    private static final String RAISED = "select coalesce(max(position), 0) from notice";

    private static final String LOOKS =
            " from pg_stat_statements where query like 'select min(next_due_at) as next from cutoff%'";

    private final Stage stage;
    private final Service service;
    private final Instant start = Instant.now().plus(400, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
    private int stored;
    private int taken;

    /** Has the service write the one that is copied. */
    Calendar(Stage stage, Service service) {
        this.stage = stage;
        this.service = service;
        try (Speaker speaker = stage.speaker()) {
            speaker.state("template", "bench/template", "{\"at\":\"" + start + "\"}", Instant.now());
        }
        stage.await("stored", PATIENCE, 1, RAISED);
    }

    void grow(int size) {
        while (stored < size) {
            int next = Math.min(size, stored + CHUNK);
            stage.database().execute(COPY, stored + 1, next);
            stored = next;
        }
        stage.database().execute("vacuum analyze cutoff");
    }

    /** How many buffers and microseconds a look takes when nothing is due: long enough for one from the very beginning. */
    Run look(Duration duration) {
        stage.database().forgetStatements();
        Stage.pause(duration.toMillis());
        return new Run()
                .with(
                        Figure.LOOK_BUFFERS,
                        stage.database().decimal("select sum(shared_blks_hit + shared_blks_read) / sum(calls)" + LOOKS))
                .with(
                        Figure.LOOK_TIME,
                        stage.database().decimal("select 1000 * sum(total_exec_time) / sum(calls)" + LOOKS));
    }

    /** Lets so many fall due; timed from then until all are raised. */
    Run raise(int count) {
        long wanted = stage.database().number(RAISED) + count;
        Instant due = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
        fallDue(count, due);
        Stage.pauseUntil(due.minusMillis(200));
        Meter meter = new Meter(stage.database(), List.of(service));
        stage.await("raised", PATIENCE, wanted, RAISED);
        double seconds = Duration.between(due, Instant.now()).toNanos() / 1e9;
        return meter.per(count).with(Figure.RATE, count / seconds);
    }

    private void fallDue(int count, Instant due) {
        Instant at = due.plus(FIRST_RUNG);
        stage.database()
                .execute(
                        FALL_DUE,
                        OffsetDateTime.ofInstant(due, ZoneOffset.UTC),
                        at.toString(),
                        at.plusSeconds(1).toString(),
                        start.toString(),
                        at.toString(),
                        start.plusSeconds(1).toString(),
                        at.plusSeconds(1).toString(),
                        ++taken,
                        stored / count,
                        count);
    }
}
