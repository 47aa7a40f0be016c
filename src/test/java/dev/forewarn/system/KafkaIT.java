package dev.forewarn.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ForewarnProcess;
import dev.forewarn.servers.Servers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kafka goes away under load and comes back. */
class KafkaIT {

    private static final Duration LEASE = Duration.ofSeconds(8);

    private static final int REACHED_AFTER = 12;

    @AfterEach
    void startKafka() {
        Servers.startKafka();
    }

    @Test
    void deliveriesAndPollingGoOnAndIntakeResumesByItself() {
        try (Trial trial = new Trial(LEASE)) {
            ForewarnProcess process = trial.start().awaitReady();
            Api api = new Api(process::uri);
            trial.subscribe(api);
            String soon =
                    "{\"at\": \"" + Instant.now().plusSeconds(REACHED_AFTER).truncatedTo(ChronoUnit.SECONDS) + "\"}";
            String event = Trial.event("soon", Load.provider(0) + "/soon", soon, Instant.now());
            api.post("/v1/events", "application/cloudevents+json", event, 202);
            Load load = trial.load().start(30);
            trial.awaitRequests(200);

            Servers.stopKafka();
            long stored = trial.tables.number("select count(*) from event");
            assertThat(trial.tables.number("select count(*) from notice where kind = 5"))
                    .as("not reached before")
                    .isZero();
            Awaitility.await("reached, while Kafka is away")
                    .atMost(Trial.PATIENCE)
                    .until(() -> api.get("/v1/notices?kind=reached&wait=5")
                                    .get("items")
                                    .size()
                            == 1);
            Awaitility.await("told, while Kafka is away")
                    .atMost(Trial.PATIENCE)
                    .until(() ->
                            trial.tables.number("select (select count(*) from fanout) + (select count(*) from waiting)")
                                    == 0);
            assertThat(process.ready()).isTrue();
            assertThat(api.ask("/q/health/live").status()).isEqualTo(200);

            Servers.startKafka();
            trial.awaitTold(load.stop() + 1, Trial.PATIENCE);
            assertThat(trial.tables.number("select count(*) from event")).isGreaterThan(stored);
            Trial.Account account = trial.account("Kafka away");
            assertThat(account.lost()).isZero();
            assertThat(account.duplicated()).isZero();
        }
    }
}
