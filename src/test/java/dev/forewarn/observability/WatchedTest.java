package dev.forewarn.observability;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.forewarn.servers.ServersResource;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goes once through the service, with secrets in hand, and looks at all that an operator sees of it. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Watched.class)
class WatchedTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String IN_URL = "token-in-the-url-5501";
    private static final String IN_HEADER = "header-value-8302";
    private static final String WRONG_KEY = "fw_wrong-key-9913-0123456789abcdefghijklmnopqrstuvwxyz";
    private static final String OIDC = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLTc3MTE";

    @Inject
    Spans spans;

    private final String provider = "watched" + UUID.randomUUID().toString().substring(0, 8);
    private final List<String> secrets = new ArrayList<>(
            List.of(ServersResource.ADMIN_KEY, ServersResource.MASTER_KEY, IN_URL, IN_HEADER, WRONG_KEY, OIDC));
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            boolean refused = exchange.getRequestURI().getPath().equals("/refuses")
                    && exchange.getRequestHeaders().getFirst("webhook-id").startsWith("ntc_");
            exchange.sendResponseHeaders(refused ? 500 : 204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void close() {
        receiver.stop(0);
    }

    @Test
    void whatAnOperatorSeesTellsAllAndNoSecret() throws IOException {
        Subscribed taking = subscribe("/takes");
        Subscribed refusing = subscribe("/refuses");
        given().header("Authorization", "Bearer " + WRONG_KEY).get("/v1/subscriptions");
        given().header("Authorization", "Bearer " + OIDC).get("/v1/subscriptions");
        speak();
        await().atMost(SOON).until(() -> deliveries(taking, "delivered") >= 2 && deliveries(refusing, "failed") >= 2);
        await().atMost(SOON).until(() -> scrape().contains("forewarn_cutoff_seconds{"));

        List<Sample> scraped = Scrape.parse(scrape());
        everyNamedMetricIsThere(scraped);
        exitsAreCounted(scraped);
        cutoffsAreBounded(scraped);
        traceLeadsFromTheRecordToTheAttempt();
        logHasIdsInFields();
        noSecretIsSeen();
    }

    private record Subscribed(String id, String secret) {}

    private RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                .contentType("application/json");
    }

    private Subscribed subscribe(String path) {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + path + "?token=" + IN_URL;
        JsonPath answer = operator()
                .body(
                        """
                        {"url": "%s", "subjects": ["%s/*"], "headers": {"X-Their-Key": "%s"}}"""
                                .formatted(url, provider, IN_HEADER))
                .post("/v1/subscriptions")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        Subscribed subscribed = new Subscribed(answer.getString("id"), answer.getString("secret"));
        secrets.add(subscribed.secret());
        secrets.add(subscribed.secret().substring("whsec_".length()));
        operator().post("/v1/subscriptions/" + subscribed.id() + "/verify");
        return subscribed;
    }

    private long deliveries(Subscribed subscribed, String state) {
        return operator()
                .get("/v1/subscriptions/" + subscribed.id() + "/deliveries?state=" + state)
                .jsonPath()
                .getList("items")
                .size();
    }

    /** What is stored, repeated, rejected, contradicted and can't be stored; three cutoffs. */
    private void speak() {
        String first = event("official", "api-1", "1", 20);
        String unstorable = new Random(2)
                .ints(1_000, 0x4e00, 0x9fff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        send(
                first,
                first,
                event("press", "api-1", "2", 90),
                event("official", "api-2", "3", 400),
                event("official", "api-3", "4", 500),
                event("official", "api-4", unstorable, 500),
                "{");
    }

    private void send(String... events) {
        Map<String, Object> config = Map.of("bootstrap.servers", setting("kafka.bootstrap.servers"));
        String topic = setting("mp.messaging.incoming.events.topic");
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String event : events) {
                var record = new ProducerRecord<byte[], byte[]>(topic, 0, null, event.getBytes(UTF_8));
                record.headers().add("traceparent", ("00-" + TRACE + "-00f067aa0ba902b7-01").getBytes(UTF_8));
                assertThat(producer.send(record)).succeedsWithin(SOON);
            }
        }
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    private String event(String authority, String name, String id, int days) {
        return """
               {"specversion": "1.0", "type": "dev.forewarn.cutoff.stated.v1", "id": "%s", "source": "https://%s.example/%s",
                "time": "%s", "data": {"subject": {"id": "%s/%s", "name": "%5$s", "kind": "api"},
                "milestone": "shutdown", "effective": {"on": "%s", "zone": "UTC"}, "certainty": "committed",
                "claimedBy": {"name": "x", "authority": "%3$s"}}}"""
                .formatted(
                        id,
                        provider,
                        authority,
                        Instant.now().minusSeconds(60),
                        provider,
                        name,
                        LocalDate.now(ZoneOffset.UTC).plusDays(days));
    }

    private static String scrape() {
        return given().get("/q/metrics").asString();
    }

    private static void everyNamedMetricIsThere(List<Sample> scraped) throws IOException {
        Set<String> names = Scrape.names(scraped);
        Stream<Expression> rules = Rule.all().stream()
                .map(rule -> ExpressionReader.read(rule.node().path("expr").asText()));
        Stream<Expression> panels = Dashboard.expressions().stream().map(ExpressionReader::read);
        assertThat(Stream.concat(rules, panels)
                        .flatMap(expression -> expression.selectors().stream())
                        .map(Expression.Selector::name))
                .isNotEmpty()
                .isSubsetOf(names);
    }

    private static void exitsAreCounted(List<Sample> scraped) {
        assertThat(Stream.of(
                        "forewarn_intake_events_total{outcome=\"stored\"} > 3",
                        "forewarn_intake_events_total{outcome=\"repeated\"} > 0",
                        "forewarn_intake_events_total{outcome=\"rejected\"} > 1",
                        "sum(forewarn_intake_rejections_total{reason=\"record\"}) > 1",
                        "forewarn_notice_raised_total{kind=\"announced\",late=\"false\"} > 2",
                        "forewarn_notice_raised_total{kind=\"approaching\",late=\"true\"} > 0",
                        "forewarn_notice_raised_total{kind=\"conflicted\"} > 0",
                        "forewarn_notice_fanouts_seconds_count > 3",
                        "forewarn_delivery_outcomes_total{outcome=\"delivered\"} > 1",
                        "forewarn_delivery_outcomes_total{outcome=\"failed\"} > 1",
                        "forewarn_delivery_outcomes_total{outcome=\"retried\"} > 1",
                        "forewarn_delivery_attempts_total{outcome=\"2xx\"} > 1",
                        "forewarn_delivery_attempts_total{outcome=\"5xx\"} > 5",
                        "forewarn_delivery_latency_seconds_count > 1",
                        "forewarn_loop_steps_total{loop=\"sweep\",outcome=\"done\"} > 0",
                        "forewarn_loop_steps_total{loop=\"the count of what waits\",outcome=\"done\"} > 0",
                        "forewarn_loop_steps_total{loop=\"the look at what is owed\",outcome=\"done\"} > 0",
                        "forewarn_loop_steps_total{loop=\"the gauges of cutoffs\",outcome=\"done\"} > 0",
                        "forewarn_database_reachable == 1",
                        "forewarn_feed_newest > 0"))
                .allSatisfy(expression -> assertThat(
                                ExpressionReader.read(expression).at(history(scraped), 0))
                        .as(expression)
                        .isNotEmpty());
    }

    private static History history(List<Sample> scraped) {
        History history = new History();
        history.scraped(0, scraped);
        return history;
    }

    /** Three come; this service tells of the nearest two. */
    private void cutoffsAreBounded(List<Sample> scraped) {
        List<Sample> cutoffs = scraped.stream()
                .filter(sample -> sample.name().equals("forewarn_cutoff_seconds"))
                .toList();
        assertThat(cutoffs).hasSizeBetween(1, 2).allSatisfy(cutoff -> {
            assertThat(cutoff.labels().keySet())
                    .containsExactlyInAnyOrder(Sample.NAME, "subject", "milestone", "channel", "region");
            assertThat(cutoff.value()).isPositive();
        });
        await().atMost(SOON).until(() -> Scrape.parse(scrape()).stream()
                .anyMatch(sample -> sample.name().equals("forewarn_cutoff_left_out") && sample.value() > 0));
    }

    private void traceLeadsFromTheRecordToTheAttempt() {
        await().atMost(SOON)
                .until(() ->
                        !ofTrace("attempt").isEmpty() && !ofTrace("fan-out").isEmpty());
        SpanData attempt = ofTrace("attempt").get(0);
        SpanData notice = parent(attempt, "notice");
        SpanData event = parent(notice, "event");
        assertThat(event.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(event.getAttributes().get(AttributeKey.stringKey("forewarn.verdict")))
                .isEqualTo("stored");
        assertThat(ofTrace("attempt"))
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("forewarn.attempt.result")))
                .contains("204", "500");
        assertThat(spans.named("attempt").toString()).doesNotContain(IN_URL, IN_HEADER);
    }

    private List<SpanData> ofTrace(String name) {
        return spans.named(name).stream()
                .filter(span -> span.getTraceId().equals(TRACE))
                .toList();
    }

    private SpanData parent(SpanData child, String name) {
        return ofTrace(name).stream()
                .filter(span -> span.getSpanId().equals(child.getParentSpanId()))
                .findFirst()
                .orElseThrow();
    }

    private static void logHasIdsInFields() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : log()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("message").asText()).contains("can't be stored");
            assertThat(line.at("/mdc/eventSource").asText()).startsWith("https://watched");
            assertThat(line.at("/mdc/eventId").asText()).isNotEmpty();
        });
    }

    private static List<String> log() throws IOException {
        return Files.readAllLines(Path.of(Watched.LOG));
    }

    private void noSecretIsSeen() throws IOException {
        String seen =
                String.join("\n", log()) + scrape() + given().get("/q/health").asString();
        assertThat(secrets).hasSizeGreaterThan(8).allSatisfy(secret -> assertThat(seen)
                .doesNotContain(secret));
    }

    @Test
    void healthTellsWhy() {
        JsonPath ready =
                given().get("/q/health/ready").then().statusCode(200).extract().jsonPath();
        assertThat(ready.getString("checks.find { it.name == 'schema' }.data.version"))
                .isNotEmpty();
        assertThat(ready.getBoolean("checks.find { it.name == 'calendar' }.data.caughtUp"))
                .isTrue();
        assertThat(ready.getString("checks.find { it.name == 'kafka' }.status")).isEqualTo("UP");
        await().atMost(SOON).untilAsserted(() -> assertThat(given().get("/q/health/live")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath()
                        .getString("checks.find { it.name == 'loops' }.data.sweep"))
                .startsWith("last done at"));
    }
}
