package dev.forewarn.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Rounds in which deliveries that wait all fall due at one instant, each timed from then until the last has come. */
final class BacklogRounds {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String NEWEST = "select coalesce(max(position), 0) from notice";

    private static final String WAIT =
            """
            insert into waiting (subscription_id, due_at, position, day, attempts)
            select s.id, now(), n.position, (n.raised_at at time zone 'UTC')::date, 0
            from subscription s, notice n
            where n.position > ?""";

    private static final String FALL_DUE =
            """
            insert into lane (subscription_id, next_at)
            select id, ? from subscription
            on conflict (subscription_id) do update set next_at = excluded.next_at""";

    /** Of the claims: microseconds for each delivery that was claimed. */
    private static final String CLAIM_MICROS =
            """
            select coalesce(1000 * sum(total_exec_time) / nullif(sum(rows), 0), 0) from pg_stat_statements
            where query like '%update lane l set next_at%' and query like '%skip locked%'""";

    private final Stage stage;
    private final Service service;
    private final Speaker speaker;

    BacklogRounds(Stage stage, Service service, Speaker speaker) {
        this.stage = stage;
        this.service = service;
        this.speaker = speaker;
    }

    void warmUp(int times, int notices, int subscriptions) {
        for (int i = 0; i < times; i++) {
            run(notices, subscriptions);
        }
    }

    /** @param subscriptions all there are; they take no announcements */
    Run run(int notices, int subscriptions) {
        long before = stage.database().number(NEWEST);
        announce(notices, before);
        stage.database().execute(WAIT, before);
        stage.database().execute("analyze waiting");
        Instant due = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS);
        stage.database().execute(FALL_DUE, OffsetDateTime.ofInstant(due, ZoneOffset.UTC));
        stage.receiver().ask("reset");
        Meter meter = new Meter(stage.database(), List.of(service));
        return sent(meter, due, (long) notices * subscriptions);
    }

    private Run sent(Meter meter, Instant due, long deliveries) {
        stage.awaitReceived(deliveries, PATIENCE);
        Received received = Received.of(stage.receiver());
        stage.await("written", PATIENCE, 1, "select (not exists (select from waiting where due_at < now()))::integer");
        double seconds = (received.lastMicros() - ReceiverMain.micros(due)) / 1e6;
        return meter.per(deliveries)
                .with(Figure.RATE, received.distinct() / seconds)
                .with(Figure.CLAIM, stage.database().decimal(CLAIM_MICROS))
                .with(received, deliveries);
    }

    /** Notices that nobody has been told of. */
    private void announce(int notices, long before) {
        int round = stage.nextRound();
        for (int i = 0; i < notices; i++) {
            String subject = Due.PROVIDER + "/waiting-" + round + "-" + i;
            speaker.announce(subject, Instant.now());
        }
        speaker.flush();
        stage.await("announced", PATIENCE, before + notices, NEWEST);
        stage.awaitFannedOut();
    }
}
