package dev.forewarn.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ForewarnProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Three replicas are replaced one by one under load, as a Deployment does it that surges by one: a new one is ready before an
 * old one is asked to leave.
 */
class RollingUpdateIT {

    private static final Duration LEASE = Duration.ofSeconds(8);
    private static final int REPLICAS = 3;
    private static final int POLLERS = 4;
    /** As the manifests have it: whoever hands out requests has that long to hear that one leaves. */
    private static final Map<String, String> LEAVING = Map.of("QUARKUS_SHUTDOWN_DELAY", "PT10S");

    private static final int TERMINATED = 128 + 15;

    @Test
    void everyDeliveryArrivesOnceAndNoPollIsRefused() {
        try (Trial trial = new Trial(LEASE);
                Rotation rotation = new Rotation()) {
            List<ForewarnProcess> old =
                    Stream.generate(() -> trial.start(LEAVING)).limit(REPLICAS).toList();
            old.forEach(each -> rotation.add(each.awaitReady()));
            Api api = new Api(rotation::uri);
            trial.subscribe(api);
            List<FeedPoller> pollers = Stream.generate(() -> new FeedPoller(api).start())
                    .limit(POLLERS)
                    .toList();
            Load load = trial.load().start(60);

            old.forEach(each -> replace(trial, rotation, each));

            trial.awaitRequests(200);
            trial.awaitTold(load.stop(), Trial.PATIENCE);
            Trial.Account account = trial.account("rolling update");
            assertThat(account.lost()).isZero();
            assertThat(account.duplicated()).isZero();
            assertThat(pollers).allSatisfy(poller -> assertComplete(trial, poller, api));
            pollers.forEach(FeedPoller::close);
        }
    }

    private static void replace(Trial trial, Rotation rotation, ForewarnProcess old) {
        ForewarnProcess replacement = trial.start(LEAVING).awaitReady();
        rotation.add(replacement);
        trial.awaitRequests(200);
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(old::terminate);
        Awaitility.await("it says that it is leaving").until(() -> !rotation.has(old));
        assertThat(old.alive()).as("while it is still there").isTrue();
        assertThat(exit.join()).isEqualTo(TERMINATED);
    }

    private static void assertComplete(Trial trial, FeedPoller poller, Api api) {
        List<String> all = FeedPoller.readAll(api);
        Awaitility.await("the poller has caught up")
                .atMost(Trial.PATIENCE)
                .until(() -> poller.seen().size() >= all.size());
        assertThat(poller.lastFailure()).as("a poll that was refused").hasMessage("none");
        assertThat(poller.seen()).isEqualTo(all).doesNotHaveDuplicates();
        assertThat((long) all.size()).isEqualTo(trial.tables.number("select max(position) from notice"));
    }
}
