package dev.forewarn.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ForewarnProcess;
import dev.forewarn.servers.Servers;
import dev.forewarn.system.Api.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL crashes under load and comes back. */
class PostgresIT {

    // Longer than anybody should have to wait once PostgreSQL is back.
    private static final Duration LEASE = Duration.ofSeconds(90);

    private static final Duration A_WHILE = Duration.ofSeconds(2);

    @AfterEach
    void startPostgres() {
        Servers.startPostgres();
    }

    @Test
    void nothingIsLostAndNobodyHasToRestartAnything() {
        try (Trial trial = new Trial(LEASE)) {
            ForewarnProcess process = trial.start().awaitReady();
            Api api = new Api(process::uri);
            trial.subscribe(api);
            String notice = "/v1/notices/ntc_aaaaaaaaaaaaaaaaaaaaaaaaaa";
            Load load = trial.load().start(60);
            trial.awaitRequests(500);

            Servers.crashPostgres();
            Awaitility.await("not ready").atMost(Trial.PATIENCE).until(() -> !process.ready());
            assertThat(api.ask("/q/health/live").status()).isEqualTo(200);
            assertThat(List.of("/v1/notices", "/v1/cutoffs", "/v1/subjects", "/v1/subscriptions", notice))
                    .allSatisfy(path -> assertUnavailable(api.ask(path)));
            assertOffsetsStand(trial);
            assertThat(process.ready()).isFalse();
            assertThat(api.ask("/q/health/live").status()).isEqualTo(200);

            Servers.startPostgres();
            Awaitility.await("ready").atMost(Trial.PATIENCE).until(process::ready);
            trial.awaitTold(load.stop(), LEASE.dividedBy(2));
            Trial.Account account = trial.account("PostgreSQL crashed");
            assertThat(account.lost()).isZero();
            assertThat(account.duplicated()).isLessThanOrEqualTo(Trial.REPEATED);
        }
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
    }

    private static void assertOffsetsStand(Trial trial) {
        Map<String, Long> offsets = Offsets.of(trial.group);
        assertThat(offsets).isNotEmpty();
        Awaitility.await("offsets stand")
                .during(A_WHILE)
                .atMost(Trial.PATIENCE)
                .until(() -> Offsets.of(trial.group), offsets::equals);
    }
}
