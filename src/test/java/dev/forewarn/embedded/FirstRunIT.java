package dev.forewarn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ForewarnProcess;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, with a faster calendar. */
class FirstRunIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int TERMINATED = 128 + 15;
    private static final Map<String, String> ENVIRONMENT =
            Map.of("FOREWARN_EMBEDDED", "true", "FOREWARN_CALENDAR_RATE", "500000");

    @TempDir
    Path directory;

    @Test
    void showsTheSoraRetirementAsWebhooksEndsCleanlyAndGoesOn() {
        try (ForewarnProcess first = ForewarnProcess.start(directory, ENVIRONMENT)) {
            await(first, "caught up with the present");
            showsTheSevenThings(first);
            describesItself(first);
            assertThat(first.terminate()).isEqualTo(TERMINATED);
            assertThat(first.output())
                    .endsWith("Stopped. The next start goes on from here.\n")
                    .doesNotContain("WARN")
                    .doesNotContain("ERROR")
                    .doesNotContain("Exception");
        }
        try (ForewarnProcess second = ForewarnProcess.start(directory, ENVIRONMENT)) {
            await(second, "going on from where it stopped");
            await(second, "caught up with the present");
            assertThat(second.output()).doesNotContain("  announced  ");
            assertThat(second.terminate()).isEqualTo(TERMINATED);
        }
    }

    @Test
    void aSecondCopyInTheSameFolderIsRefusedInOneLine() {
        try (ForewarnProcess first =
                        ForewarnProcess.start(directory, ENVIRONMENT).awaitReady();
                ForewarnProcess second = ForewarnProcess.start(directory, ENVIRONMENT)) {
            assertThat(second.awaitExit(Duration.ofSeconds(30))).isEqualTo(1);
            assertThat(second.output().strip())
                    .startsWith("Another Forewarn is running in ")
                    .doesNotContain("\n");
            assertThat(first.alive()).isTrue();
            // Killed, it would leave its PostgreSQL behind.
            assertThat(first.terminate()).isEqualTo(TERMINATED);
        }
    }

    /** What is packaged is put together apart from what other tests run. */
    private static void describesItself(ForewarnProcess run) {
        JsonPath description =
                RestAssured.get(run.uri("/q/openapi?format=json")).jsonPath();
        assertThat(description.getMap("components.schemas")).containsKey("Notice");
        assertThat(description.getMap("webhooks")).containsKey("cutoff.announced");
    }

    private static void showsTheSevenThings(ForewarnProcess run) {
        // A retirement in one region.
        shows(run, "announced", "openai/sora-1 shutdown in US", "2026-03-13, suggested instead: openai/sora-app");
        // Two stages, each with its date.
        shows(run, "announced", "openai/sora-app shutdown", "2026-04-26");
        shows(run, "announced", "openai/videos-api shutdown", "2026-09-24, no replacement published");
        // Azure's dates move three times over two cutoffs.
        shows(run, "revised", "openai/sora-2-2025-10-06 shutdown @azure", "2026-06-03 -> 2026-06-23");
        shows(run, "revised", "openai/sora-2-2025-10-06 shutdown @azure", "2026-06-23 -> 2026-07-15");
        shows(run, "revised", "openai/sora-2-2025-12-08 shutdown @azure", "2026-09-15 -> 2026-10-15");
        // One model, another clock per channel.
        shows(run, "reached", "openai/sora-2-2025-12-08 shutdown", "2026-09-24 is over, no replacement published");
        shows(run, "reached", "openai/sora-2-2025-12-08 shutdown @azure", "2026-10-15 is over");
        // Two sources that disagree.
        shows(run, "conflicted", "openai/sora-app shutdown", "2026-04-26, but 2026-04-29 says ");
        // A deletion without a date of its own.
        shows(
                run,
                "announced",
                "openai/sora-data data_deletion",
                "not before 2026-09-25, after openai/sora-app shutdown and openai/videos-api shutdown");
        // Reminders.
        assertThat(run.output()).containsPattern("approaching  P\\d+D +openai/videos-api shutdown  .* days left\\)");
    }

    private static void shows(ForewarnProcess run, String kind, String cutoff, String facts) {
        Pattern line = Pattern.compile(
                "^\\d{4}-\\d\\d-\\d\\d  " + kind + " +" + Pattern.quote(cutoff) + "  +" + Pattern.quote(facts),
                Pattern.MULTILINE);
        assertThat(run.output()).containsPattern(line);
    }

    private static void await(ForewarnProcess run, String text) {
        Awaitility.await(text)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .failFast("the process has ended", () -> !run.alive())
                .until(() -> run.output().contains(text));
    }
}
