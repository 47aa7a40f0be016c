package dev.forewarn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the README's checks as they are written there, but for the port. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ReadmeRecipesTest {

    private static final String SUBJECT = "example/api-v1";
    private static final String CUTOFF = SUBJECT + ":shutdown";
    private static final int HTTP_ERROR = 22;
    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LIST = Pattern.compile("`subjects.txt`.*?```text\n(.*?)```", Pattern.DOTALL);

    @Inject
    Rows rows;

    @Inject
    CalendarClock calendar;

    @TempDir
    Path directory;

    private record Run(int status, String output) {}

    @AfterEach
    void forget() {
        rows.execute(
                "delete from cutoff where id = $1", CutoffKey.parse(CUTOFF).id().value());
        rows.execute("delete from subject where id = $1", SUBJECT);
    }

    @Test
    void failThirtyDaysBeforeACutoffAndNoSooner() throws Exception {
        List<String> recipes = recipes();
        assertThat(recipes).hasSize(2);
        write(LIST);

        endsIn(31);
        for (String recipe : recipes) {
            Run run = run(recipe);
            assertThat(run.status()).as(run.output()).isZero();
            assertThat(run.output()).contains("clear        " + SUBJECT);
        }
        forget();
        endsIn(30);
        for (String recipe : recipes) {
            Run run = run(recipe);
            assertThat(run.status()).as(run.output()).isEqualTo(HTTP_ERROR);
            assertThat(run.output()).contains("approaching  " + SUBJECT, "30 days left");
        }
        assertThat(run(recipes.get(1)).output()).contains("unknown      example/api-v2");
    }

    private static List<String> recipes() throws IOException {
        return SHELL.matcher(readme())
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains("/v1/check"))
                .toList();
    }

    private void write(Pattern list) throws IOException {
        MatchResult found = list.matcher(readme()).results().findFirst().orElseThrow();
        Files.writeString(directory.resolve("subjects.txt"), found.group(1));
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    private void endsIn(int days) {
        LocalDate day = LocalDate.ofInstant(calendar.instant(), ZoneOffset.UTC).plusDays(days);
        rows.cutoff(CUTOFF, new Effective.On(day, ZoneOffset.UTC), Certainty.COMMITTED);
    }

    private Run run(String recipe) throws IOException, InterruptedException {
        String command = recipe.replace("localhost:8080", "localhost:" + RestAssured.port);
        Process process = new ProcessBuilder("bash", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Run(process.exitValue(), output);
    }
}
