package dev.forewarn.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Rounds in which reminders fall due at one instant, each timed from then until the last has come. */
final class DueRounds {

    /** The bit of the kind of notice that is due. */
    static final int APPROACHING = 1 << 4;
    /** The bit of the rung that is due. */
    static final int DAY_BEFORE = 1 << 7;

    private static final Duration AHEAD = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Stage stage;
    private final List<Service> services;
    private final Speaker speaker;

    DueRounds(Stage stage, List<Service> services, Speaker speaker) {
        this.stage = stage;
        this.services = services;
        this.speaker = speaker;
    }

    void warmUp(int times, String provider, int notices, int subscriptions) {
        for (int i = 0; i < times; i++) {
            run(provider, notices, subscriptions);
        }
    }

    /** @param subscriptions how many take the provider's notices */
    Run run(String provider, int notices, int subscriptions) {
        Instant due = Instant.now().plus(AHEAD).truncatedTo(ChronoUnit.SECONDS);
        state(provider, notices, due);
        Stage.pauseUntil(due.minusMillis(500));
        stage.receiver().ask("reset");
        Meter meter = new Meter(stage.database(), services);
        long deliveries = (long) notices * subscriptions;
        stage.awaitReceived(deliveries, PATIENCE);
        Received received = Received.of(stage.receiver());
        // What it costs to write down what became of them counts, too.
        stage.awaitFannedOut();
        double seconds = (received.lastMicros() - ReceiverMain.micros(due)) / 1e6;
        return meter.per(deliveries)
                .with(Figure.RATE, received.distinct() / seconds)
                .with(received, deliveries);
    }

    private void state(String provider, int notices, Instant due) {
        String effective = "{\"at\":\"" + due.plus(1, ChronoUnit.DAYS) + "\"}";
        int round = stage.nextRound();
        for (int i = 0; i < notices; i++) {
            String subject = provider + "/due-" + round + "-" + i;
            speaker.state(subject, subject, effective, Instant.now());
        }
        speaker.flush();
    }
}
