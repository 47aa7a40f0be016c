package dev.forewarn.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notices fall due at one instant for some subscriptions of one receiver. */
final class Due {

    static final int APPROACHING = 1 << 4;
    static final int DAY_BEFORE = 1 << 7;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Machine machine;
    private final int notices;
    private final int subscriptions;
    private final int connections;
    private final int runs;

    Due(Machine machine, int notices, int subscriptions, int connections, int runs) {
        this.machine = machine;
        this.notices = notices;
        this.subscriptions = subscriptions;
        this.connections = connections;
        this.runs = runs;
    }

    List<Map<String, Double>> measure(Map<String, String> settings) {
        try (Stage stage = new Stage(machine);
                Service service = stage.service(settings);
                Speaker speaker = stage.speaker()) {
            new Registry(stage.database())
                    .register(subscriptions, i -> stage.url("/s/" + i), i -> "*", APPROACHING, DAY_BEFORE);
            round(stage, service, speaker, 0);
            for (int i = 1; i < Integer.getInteger("warm", 4); i++) {
                round(stage, service, speaker, i);
            }
            int size = (int) stage.database().number("select max(length(body)) from notice where kind = 4");
            List<Map<String, Double>> figures = new ArrayList<>();
            try (Jvm bare = bare(stage, size)) {
                limit(stage, bare);
                for (int i = 0; i < runs; i++) {
                    double limit = limit(stage, bare);
                    Map<String, Double> run = round(stage, service, speaker, 100 + i);
                    run.put("limit", limit);
                    run.put("ratio", run.getOrDefault("rate", 0.0) / limit);
                    figures.add(run);
                    System.err.println(run);
                }
            }
            return figures;
        }
    }

    private Jvm bare(Stage stage, int size) {
        Jvm bare = new Jvm(
                BareClientMain.class,
                List.of(
                        Integer.toString(stage.receiverPort()),
                        Integer.toString(connections),
                        Integer.toString(size),
                        Integer.toString(subscriptions)));
        bare.answer();
        return bare;
    }

    private double limit(Stage stage, Jvm bare) {
        int requests = notices * subscriptions;
        double rate = requests * 1e9 / Long.parseLong(bare.ask(Integer.toString(requests)));
        stage.receiver().ask("reset");
        return rate;
    }

    /** From the instant at which they are due until the last has come. */
    private Map<String, Double> round(Stage stage, Service service, Speaker speaker, int round) {
        stage.receiver().ask("reset");
        Instant due = Instant.now().plusSeconds(8).truncatedTo(ChronoUnit.SECONDS);
        String effective = "{\"at\":\"" + due.plus(1, ChronoUnit.DAYS) + "\"}";
        for (int i = 0; i < notices; i++) {
            String subject = "bench/round-" + round + "-" + i;
            speaker.state(subject, subject, effective, Instant.now());
        }
        speaker.flush();
        Stage.pause(Math.max(
                0, Duration.between(Instant.now(), due.minusMillis(500)).toMillis()));
        long deliveries = (long) notices * subscriptions;
        stage.database().execute("select pg_stat_statements_reset()");
        Meter meter = new Meter(stage.database(), List.of(service));
        stage.awaitReceived(deliveries, PATIENCE);
        Received received = Received.of(stage.receiver());
        Map<String, Double> figures = new LinkedHashMap<>();
        double seconds = (received.lastMicros() - ReceiverMain.micros(due)) / 1e6;
        figures.put("rate", received.distinct() / seconds);
        stage.await("written", PATIENCE, "select count(*) from fanout", 0);
        figures.putAll(meter.per(deliveries));
        stage.database().top();
        figures.put("lost", (double) (deliveries - received.distinct()));
        figures.put("duplicated", (double) (received.all() - received.distinct()));
        return figures;
    }
}
