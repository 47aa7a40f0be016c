package dev.forewarn.notice;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.ledger.Ledger;
import dev.forewarn.ledger.Said;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.lifecycle.LifecycleEvent;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.Speaker;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.SubjectKind;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class FeedOrderTest {

    private static final int WRITERS = 10;
    private static final int BATCHES = 20;
    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private static final Speaker SPEAKER =
            new Speaker("It", Authority.OFFICIAL, Optional.empty(), Optional.empty(), Optional.empty());

    @Inject
    Ledger ledger;

    @Test
    void whoFollowsTheCursorSeesEachNoticeOnceWhileManyWrite() {
        String start = given().get("/v1/notices?after=latest").path("next");
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        CompletableFuture<?>[] writers = IntStream.range(0, WRITERS)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> write(writer), threads))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> all = CompletableFuture.allOf(writers);
        List<String> seen = new ArrayList<>();
        String next = start;
        while (!all.isDone()) {
            next = read(next + "&wait=1", seen);
        }
        all.join();
        read(read(next, seen), seen);
        threads.shutdown();

        List<String> afterwards = new ArrayList<>();
        read(start, afterwards);
        assertThat(seen).isEqualTo(afterwards).doesNotHaveDuplicates();
        // One or two to a batch.
        assertThat(seen).hasSize(WRITERS * (BATCHES / 2 + BATCHES / 2 * 2));
    }

    /** Appends what it sees; returns the next cursor. */
    private static String read(String after, List<String> seen) {
        JsonPath page = given().get("/v1/notices?limit=1000&after=" + after).jsonPath();
        seen.addAll(page.getList("items.id", String.class));
        return page.getString("next");
    }

    private void write(int writer) {
        for (int batch = 0; batch < BATCHES; batch++) {
            String name = "api-" + batch;
            List<Said> said = batch % 2 == 0
                    ? List.of(undated(writer, name))
                    : List.of(undated(writer, name), undated(writer, name + "b"));
            ledger.append(said).await().atMost(AT_MOST);
        }
    }

    private static Said undated(int writer, String name) {
        Subject subject = new Subject(new SubjectId("writer" + writer, name), name, SubjectKind.API, List.of());
        Statement statement = new Statement(
                subject,
                Milestone.SHUTDOWN,
                Scope.of("writer" + writer),
                new Effective.Undated(),
                Certainty.TENTATIVE,
                Optional.empty(),
                Replacement.UNKNOWN,
                Optional.empty(),
                SPEAKER);
        String id = UUID.randomUUID().toString();
        EventRef event = new EventRef("https://writer.example/" + writer, id, Instant.now());
        return new Said(new LifecycleEvent.Stated(event, statement), id.getBytes(UTF_8));
    }
}
