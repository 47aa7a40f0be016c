package dev.forewarn.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ForewarnProcess;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** SIGKILL at random moments under load, of one instance of two, of the other, and of the last one. */
class KillIT {

    private static final Duration LEASE = Duration.ofSeconds(8);

    private static final int KILLS = 3;

    /** Each lease with its claim: another holder has another. */
    private static final String LEASED =
            """
            select concat_ws(' ', 'fanout', position, claim) from fanout
            union all
            select concat_ws(' ', 'lane', subscription_id, claim) from lane where leased""";

    private static final Duration AFTER_LEASE = Duration.ofSeconds(10);

    private final Random random = new Random();

    @Test
    void losesNothingAndRepeatsAtMostWhatWasInFlight() {
        try (Trial trial = new Trial(LEASE)) {
            ForewarnProcess first = trial.start();
            ForewarnProcess second = trial.start().awaitReady();
            first.awaitReady();
            List<ForewarnProcess> started = new CopyOnWriteArrayList<>(List.of(second));
            Api api = new Api(path -> started.get(started.size() - 1).uri(path));
            trial.subscribe(api);
            Load load = trial.load();
            try (FeedPoller poller = new FeedPoller(api).start()) {
                killed(trial, load, first);
                ForewarnProcess third = trial.start().awaitReady();
                started.add(third);
                killed(trial, load, second);
                killed(trial, load, third);
                List<String> left = trial.tables.texts(LEASED);
                started.add(trial.start().awaitReady());
                Awaitility.await("all that the dead have held is held by somebody who lives, or done")
                        .atMost(LEASE.plus(AFTER_LEASE))
                        .until(() -> Collections.disjoint(left, trial.tables.texts(LEASED)));

                trial.awaitTold(load.stop(), Trial.PATIENCE);
                Trial.Account account = trial.account("kill -9");
                assertThat(account.lost()).isZero();
                assertThat(account.duplicated()).isLessThanOrEqualTo(KILLS * Trial.REPEATED);
                assertFeed(trial, poller, api);
            }
        }
    }

    private void killed(Trial trial, Load load, ForewarnProcess process) {
        load.start(100);
        trial.awaitRequests(100 + random.nextInt(600));
        process.kill();
        load.stop();
    }

    private static void assertFeed(Trial trial, FeedPoller poller, Api api) {
        List<String> all = FeedPoller.readAll(api);
        Awaitility.await("the poller has caught up")
                .atMost(Trial.PATIENCE)
                .until(() -> poller.seen().size() >= all.size());
        assertThat(poller.seen()).isEqualTo(all).doesNotHaveDuplicates();
        assertThat((long) all.size()).isEqualTo(trial.tables.number("select max(position) from notice"));
    }
}
