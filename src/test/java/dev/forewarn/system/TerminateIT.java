package dev.forewarn.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ForewarnProcess;
import dev.forewarn.servers.Servers;
import dev.forewarn.system.Api.Answer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SIGTERM under load. */
class TerminateIT {

    private static final Duration LEASE = Duration.ofSeconds(8);

    private static final int TERMINATED = 128 + 15;

    @AfterEach
    void startPostgres() {
        Servers.startPostgres();
    }

    @Test
    void readinessFailsFirstWhatIsInFlightEndsAndTheRestIsReleased() {
        try (Trial trial = new Trial(LEASE)) {
            ForewarnProcess process = trial.start().awaitReady();
            Api api = new Api(process::uri);
            trial.subscribe(api);
            Load load = trial.load().start(60);
            trial.awaitRequests(500);
            CompletableFuture<Answer> poll =
                    CompletableFuture.supplyAsync(() -> api.ask("/v1/notices?subject=nobody/nothing&wait=30"));
            CompletableFuture<Boolean> unreadyBeforeGone = CompletableFuture.supplyAsync(() -> unreadyBeforeGone(api));
            trial.awaitRequests(50);

            assertThat(process.terminate()).isEqualTo(TERMINATED);
            int written = load.stop();
            assertThat(unreadyBeforeGone).isCompletedWithValue(true);
            assertThat(poll.join().status()).as("the open poll").isEqualTo(200);
            assertThat(trial.tables.number("select count(*) from fanout where lease_until > now()"))
                    .isZero();
            assertThat(trial.tables.number("select count(*) from lane where leased"))
                    .isZero();

            trial.start().awaitReady();
            trial.awaitTold(written, Trial.PATIENCE);
            Trial.Account account = trial.account("SIGTERM");
            assertThat(account.lost()).isZero();
            assertThat(account.duplicated()).isZero();
        }
    }

    @Test
    void itEndsInTimeAlsoWithoutPostgresql() {
        try (Trial trial = new Trial(LEASE)) {
            ForewarnProcess process = trial.start().awaitReady();
            trial.subscribe(new Api(process::uri));
            Load load = trial.load().start(60);
            trial.awaitRequests(300);
            Servers.crashPostgres();
            assertThat(process.terminate()).isEqualTo(TERMINATED);
            int written = load.stop();

            Servers.startPostgres();
            trial.start().awaitReady();
            trial.awaitTold(written, Trial.PATIENCE);
            Trial.Account account = trial.account("SIGTERM while PostgreSQL is down");
            assertThat(account.lost()).isZero();
            assertThat(account.duplicated()).isLessThanOrEqualTo(Trial.REPEATED);
        }
    }

    /** Asks whether it is ready until it says no: true; or until it does not answer any more: false. */
    private static boolean unreadyBeforeGone(Api api) {
        int status;
        do {
            status = api.ask("/q/health/ready").status();
        } while (status == 200);
        return status == 503;
    }
}
