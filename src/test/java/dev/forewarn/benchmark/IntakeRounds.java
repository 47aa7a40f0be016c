package dev.forewarn.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Rounds in which events lie in the topic before the service is let loose, each timed from then until all are stored. Each
 * cutoff is spoken of ten times: every other event moves its date, the rest say it again.
 */
final class IntakeRounds {

    static final int EVENTS_OF_A_CUTOFF = 10;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String STORED =
            "select count(*) from event where source = ? and id = any (string_to_array(?, ' '))";

    private final Stage stage;
    private final Service service;
    private final Speaker speaker;
    private int round;

    IntakeRounds(Stage stage, Service service, Speaker speaker) {
        this.stage = stage;
        this.service = service;
        this.speaker = speaker;
    }

    Run run(int cutoffs) {
        service.freeze();
        List<String> newest = put(cutoffs);
        Meter meter = new Meter(stage.database(), List.of(service));
        long begun = System.nanoTime();
        service.thaw();
        stage.await("stored", PATIENCE, newest.size(), STORED, Speaker.SOURCE, String.join(" ", newest));
        double seconds = (System.nanoTime() - begun) / 1e9;
        int events = EVENTS_OF_A_CUTOFF * cutoffs;
        Run run = meter.per(events).with(Figure.RATE, events / seconds);
        stage.awaitFannedOut();
        return run.with(Figure.LOST, events - stored());
    }

    /** Of this round. */
    private long stored() {
        return stage.database().number("select count(*) from event where id like ?", "intake-" + round + "-%");
    }

    private List<String> put(int cutoffs) {
        round = stage.nextRound();
        LocalDate first = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).plusDays(400);
        for (int event = 0; event < EVENTS_OF_A_CUTOFF; event++) {
            String effective = Speaker.on(first.plusDays(event / 2));
            for (int i = 0; i < cutoffs; i++) {
                String name = "intake-" + round + "-" + i;
                speaker.state(name + "-" + event, "bench/" + name, effective, Instant.now());
            }
        }
        return speaker.newest();
    }
}
