package dev.forewarn.intake.imports;

import static dev.forewarn.access.Newcomers.operator;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forewarn.ledger.Tables;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Pulls, step by step, as the loops of replicas make them. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class PullsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DUE = "update importer set next_at = now() where name = $1";

    @Inject
    Vertx vertx;

    @Inject
    Tables tables;

    @Inject
    ImporterStore store;

    @Inject
    Fetching fetching;

    @Inject
    Importing importing;

    @Inject
    ImportMetrics metrics;

    @TempDir
    Path folder;

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private HttpServer server = serverOf();
    private volatile Answer answer = new Answer(404, "", Map.of());
    private String name = "";

    private record Answer(int status, String body, Map<String, String> headers) {}

    private record Asked(String path, Optional<String> ifNoneMatch, Optional<String> authorization) {}

    /** An importer's settings. */
    private record Configured(
            Format format, Optional<String> url, Optional<String> file, String source, Optional<String> token)
            implements ImporterSettings.Feed {

        @Override
        public Duration interval() {
            return Duration.ofHours(6);
        }

        @Override
        public Optional<Authority> authority() {
            return Optional.empty();
        }

        @Override
        public Optional<String> claimedBy() {
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> channels() {
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> providers() {
            return Optional.of(List.of("unheard-of*=acme"));
        }
    }

    @BeforeEach
    void aServerOfItsOwn(TestInfo test) throws IOException {
        name = "m" + Integer.toHexString(test.getDisplayName().hashCode());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFeedIsReadWhenItIsDueAndConfirmedWhenItHasNotChanged() {
        answer = new Answer(200, feed("2027-01-01"), Map.of("ETag", "\"one\""));
        step(web());
        importer().body("lastReport.taken", equalTo(1));
        assertThat(asked).containsExactly(new Asked("/feed", Optional.empty(), Optional.of("Bearer sesame")));

        // Nobody asks again before it is due.
        step(web());
        assertThat(asked).hasSize(1);

        String confirmed = confirmedAt();
        answer = new Answer(304, "", Map.of());
        due();
        // As another replica, or this one after a restart, would.
        step(web());
        assertThat(asked).hasSize(2).last().extracting(Asked::ifNoneMatch).isEqualTo(Optional.of("\"one\""));
        importer()
                .body("lastReport.modified", equalTo(false))
                .body("lastReport.unchanged", equalTo(1))
                .body("lastReport.taken", equalTo(0));
        await().atMost(PATIENCE).until(() -> !confirmedAt().equals(confirmed));
    }

    @Test
    void whatIsConfiguredAnewIsAskedForAnew() {
        answer = new Answer(200, feed("2027-01-01"), Map.of("ETag", "\"one\""));
        step(web());
        step(pulls(new Configured(
                Format.DEPRECATIONS_INFO,
                Optional.of(url("/elsewhere")),
                Optional.empty(),
                source(),
                Optional.empty())));
        assertThat(asked).last().isEqualTo(new Asked("/elsewhere", Optional.empty(), Optional.empty()));
    }

    @Test
    void ofTwoReplicasOneReads() {
        answer = new Answer(200, feed("2027-01-01"), Map.of());
        step(web());
        due();
        int before = asked.size();
        var first = web().step().subscribeAsCompletionStage();
        var second = web().step().subscribeAsCompletionStage();
        first.orTimeout(PATIENCE.toSeconds(), SECONDS).join();
        second.orTimeout(PATIENCE.toSeconds(), SECONDS).join();
        // Each registers first, and what is registered as it was is not due again.
        assertThat(asked).hasSize(before + 1);
    }

    @Test
    void aFailureIsTriedAgainLessAndLessSoonAndIsSeen() {
        for (int failures = 1; failures <= 3; failures++) {
            answer = new Answer(503, "", Map.of());
            step(web());
            importer().body("failures", equalTo(failures)).body("error", containsString("answered 503"));
            due();
        }
        assertThat(Pulls.retry(Duration.ofHours(6), 0)).isEqualTo(Duration.ofMinutes(1));
        assertThat(Pulls.retry(Duration.ofHours(6), 3)).isEqualTo(Duration.ofMinutes(8));
        assertThat(Pulls.retry(Duration.ofHours(6), 1_000_000)).isEqualTo(Duration.ofHours(6));
        answer = new Answer(200, feed("2027-01-01"), Map.of());
        step(web());
        importer().body("failures", equalTo(0)).body("error", equalTo(null));
    }

    @Test
    void aBrokenFeedMarksNothingAsMissing() {
        answer = new Answer(200, feed("2027-01-01"), Map.of());
        step(web());
        answer = new Answer(200, feed("2027-01-01").substring(0, 30), Map.of());
        due();
        step(web());
        importer().body("error", containsString("is not JSON")).body("lastReport.taken", equalTo(1));
    }

    @Test
    void aRedirectIsFollowedOnTheSameServerAlone() {
        answer = new Answer(302, "", Map.of("Location", "/moved"));
        step(web());
        importer().body("error", containsString("redirected more than 3 times"));
        assertThat(asked).hasSize(4);
        asked.clear();
        String other = "http://127.0.0.2:" + server.getAddress().getPort() + "/feed";
        answer = new Answer(301, "", Map.of("Location", other));
        due();
        step(web());
        importer().body("error", containsString("moved to another server, which is not followed: set " + other));
        assertThat(asked).hasSize(1);
    }

    @Test
    void theSameServerIsTheSamePortAndNeverLessSecure() {
        assertThat(same("https://a.example/x", "https://A.example:443/y")).isTrue();
        assertThat(same("http://a.example/x", "https://a.example/x")).isTrue();
        assertThat(same("https://a.example/x", "http://a.example/x")).isFalse();
        assertThat(same("https://a.example/x", "https://a.example:8443/x")).isFalse();
        assertThat(same("https://a.example/x", "https://b.example/x")).isFalse();
        assertThat(same("https://a.example/x", "https://u:p@a.example/x")).isFalse();
    }

    @Test
    void moreThanTheLargestFeedIsNotRead() {
        answer = new Answer(200, "[\"" + "x".repeat(33 * 1024 * 1024) + "\"]", Map.of());
        step(web());
        importer().body("error", containsString("is larger than FOREWARN_IMPORTS_MAX_SIZE"));
    }

    @Test
    void aFileIsReadLikeAnyOther() throws IOException {
        Path file = folder.resolve("feed.json");
        Configured configured = new Configured(
                Format.DEPRECATIONS_INFO, Optional.empty(), Optional.of(file.toString()), source(), Optional.empty());
        step(pulls(configured));
        importer().body("error", containsString("can't be read"));
        Files.writeString(file, feed("2027-01-01").replace("OpenAI", "Azure").replace(name, "unheard-of-" + name));
        due();
        step(pulls(configured));
        importer().body("lastReport.changes[0].cutoff", equalTo("acme/unheard-of-" + name + ":shutdown@azure"));
        due();
        step(pulls(configured));
        importer().body("lastReport.modified", equalTo(false));
    }

    @Test
    void whatCantBeMeantStopsTheStartAndNamesItsSetting() {
        Configured neither =
                new Configured(Format.MODEL_EOL, Optional.empty(), Optional.empty(), source(), Optional.empty());
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new Importers(() -> Map.of("our-feed", neither)))
                .withMessage("FOREWARN_IMPORTER_OUR_FEED: it has a URL or a FILE, one of them");
        Configured one =
                new Configured(Format.MODEL_EOL, Optional.of(url("/a")), Optional.empty(), source(), Optional.empty());
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new Importers(() -> Map.of("a", one, "b", one)))
                .withMessageContaining("is the source of a and b");
        assertThat(Importer.of(
                                "a",
                                new Configured(
                                        Format.MODEL_EOL, one.url(), Optional.empty(), source(), Optional.of("sesame")))
                        .toString())
                .doesNotContain("sesame");
    }

    private void handle(HttpExchange exchange) throws IOException {
        asked.add(new Asked(
                exchange.getRequestURI().getPath(),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-None-Match")),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
        Answer given = answer;
        given.headers().forEach((header, value) -> exchange.getResponseHeaders().add(header, value));
        byte[] body = given.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(given.status(), body.length == 0 ? -1 : body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            // Whoever has read enough closes.
            assertThat(body.length).isGreaterThan(1_000_000);
        }
    }

    private String feed(String day) {
        return """
                [{"provider": "OpenAI", "model_id": "%s", "shutdown_date": "%s"}]"""
                .formatted(name, day);
    }

    private Pulls web() {
        return pulls(new Configured(
                Format.DEPRECATIONS_INFO,
                Optional.of(url("/feed")),
                Optional.empty(),
                source(),
                Optional.of("sesame")));
    }

    private Pulls pulls(ImporterSettings.Feed settings) {
        return new Pulls(vertx, new Importers(() -> Map.of(name, settings)), store, fetching, importing, metrics);
    }

    private static void step(Pulls pulls) {
        pulls.step().await().atMost(PATIENCE);
    }

    private void due() {
        tables.rows(DUE, name);
    }

    private ValidatableResponse importer() {
        return operator().get("/v1/imports/" + name).then().statusCode(200);
    }

    private String confirmedAt() {
        String cutoff = CutoffKey.parse("openai/" + name + ":shutdown").id().value();
        return tables.texts("select read_at from confirmation where cutoff_id = $1", cutoff)
                .get(0);
    }

    private String source() {
        return "https://" + name + ".example/feed";
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static boolean same(String from, String to) {
        return Download.sameServer(URI.create(from), URI.create(to));
    }

    private static HttpServer serverOf() {
        try {
            return HttpServer.create();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
