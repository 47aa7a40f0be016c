package dev.forewarn.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ForewarnProcess;
import dev.forewarn.system.Inbox.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** SIGSTOP of an instance that has requests in flight, until another has done its work; then SIGCONT. */
class FreezeIT {

    private static final Duration LEASE = Duration.ofSeconds(8);

    /** Whatever the frozen one could change: what has ended, what waits, and failed attempts. */
    private static final String RESULTS =
            """
            select concat_ws(' ', 'ended', subscription_id, position, state, attempts, status, at) from delivery
            where position <= %1$d
            union all
            select concat_ws(' ', 'waits', subscription_id, position, attempts, due_at) from waiting where position <= %1$d
            union all
            select concat_ws(' ', 'failed', subscription_id, position, number, status, at) from attempt where position <= %1$d
            order by 1""";

    @Test
    void whatWakesAfterItsLeaseOverwritesNothing() {
        try (Trial trial = new Trial(LEASE)) {
            ForewarnProcess frozen = trial.start().awaitReady();
            trial.subscribe(new Api(frozen::uri));
            Load load = trial.load().start(60);
            trial.awaitRequests(300);
            trial.inbox.hold();
            Awaitility.await("requests in flight")
                    .until(() -> trial.inbox.held().size() >= 12);
            frozen.freeze();
            Set<Webhook> inFlight = trial.inbox.held();
            trial.inbox.refuseHeld();

            int written = load.stop();
            ForewarnProcess other = trial.start().awaitReady();
            trial.awaitTold(written, Trial.PATIENCE);
            assertThat(trial.inbox.taken().keySet()).containsAll(inFlight);
            String results = RESULTS.formatted(trial.tables.number("select max(position) from notice"));
            List<String> before = trial.tables.texts(results);

            frozen.thaw();
            Awaitility.await("awake").atMost(Trial.PATIENCE).until(frozen::ready);
            // Whatever it still writes of what it has begun, it writes before what comes now.
            other.terminate();
            Load more = trial.load(written).start(60);
            trial.awaitRequests(100);
            trial.awaitTold(written + more.stop(), Trial.PATIENCE);

            assertThat(trial.tables.texts(results)).isEqualTo(before);
            Trial.Account account = trial.account("SIGSTOP");
            assertThat(account.lost()).isZero();
            assertThat(account.duplicated()).isLessThanOrEqualTo(Trial.REPEATED);
        }
    }
}
