package dev.forewarn.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.feed.EventReader.Event;
import dev.forewarn.feed.Rows.Raised;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.servers.ServersResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class StreamResourceTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int WRITERS = 3;
    private static final int EACH = 100;

    @Inject
    Rows rows;

    @Inject
    MeterRegistry meters;

    private final String provider = Rows.newProvider();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void anEventCarriesThePlaceTheTypeAndTheVeryBytes() throws IOException {
        Raised raised = notice("a", NoticeKind.REVISED);
        try (EventReader reader = open("?subject=" + provider + "/a")) {
            Event event = reader.next().orElseThrow();
            assertThat(event.data()).isEqualTo(raised.body());
            assertThat(event.type()).isEqualTo("cutoff.revised");
            assertThat(FeedCursor.parse("id", event.id()).position()).isEqualTo(raised.position());
            assertThat(reader.retry()).hasValue("2000");
            var headers = reader.response().headers();
            assertThat(headers.firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
            assertThat(headers.firstValue("cache-control")).hasValue("no-store");
            assertThat(headers.firstValue("content-encoding").orElse("identity"))
                    .isEqualTo("identity");
        }
    }

    @Test
    void whatIsRaisedLaterComesAtOnce() throws IOException {
        try (EventReader reader = open("?after=latest&subject=" + provider + "/*")) {
            Raised first = notice("a", NoticeKind.ANNOUNCED);
            assertThat(reader.next().orElseThrow().data()).isEqualTo(first.body());
            Raised second = notice("b", NoticeKind.ANNOUNCED);
            assertThat(reader.next().orElseThrow().data()).isEqualTo(second.body());
        }
    }

    @Test
    void whoBeganAtTheEndAndIsCutOffBeforeTheFirstNoticeMissesNothing() throws IOException {
        String place;
        try (EventReader cut = open("?after=latest&subject=" + provider + "/*").opened()) {
            place = cut.lastId();
        }
        Raised raised = notice("a", NoticeKind.ANNOUNCED);
        try (EventReader resumed = EventReader.open(client, "?after=latest&subject=" + provider + "/*", place)) {
            assertThat(resumed.next().orElseThrow().data()).isEqualTo(raised.body());
        }
    }

    @Test
    void theFiltersOfTheFeedHold() throws IOException {
        notice("a", NoticeKind.ANNOUNCED);
        Raised wanted = notice("a", NoticeKind.WITHDRAWN);
        notice("b", NoticeKind.WITHDRAWN);
        Raised last = notice("a", NoticeKind.WITHDRAWN);
        try (EventReader reader = open("?kind=withdrawn&subject=" + provider + "/a")) {
            assertThat(reader.next().orElseThrow().data()).isEqualTo(wanted.body());
            assertThat(reader.next().orElseThrow().data()).isEqualTo(last.body());
        }
    }

    @Test
    void aStreamThatIsCutAndResumedWhileOthersWriteShowsEveryNoticeOnceAndInOrder() throws Exception {
        String start = latest();
        for (String subject : List.of("a", "b", "c")) {
            rows.subject(provider + "/" + subject, subject);
        }
        List<Raised> raised = Collections.synchronizedList(new ArrayList<>());
        List<Thread> writers = IntStream.range(0, WRITERS)
                .mapToObj(i -> new Thread(() -> write(raised, i)))
                .toList();
        writers.forEach(Thread::start);
        String query = "?after=" + start + "&subject=" + provider + "/a&subject=" + provider + "/b";
        List<Event> seen = cutAgainAndAgain(query, expected(WRITERS * EACH));
        for (Thread writer : writers) {
            writer.join();
        }
        List<String> inOrder = raised.stream()
                .sorted(Comparator.comparing(Raised::position))
                .filter(notice -> !notice.body().contains(provider + "/c"))
                .map(Raised::body)
                .toList();
        assertThat(seen.stream().map(Event::data)).containsExactlyElementsOf(inOrder);
    }

    // Two of three subjects are asked for.
    private static int expected(int all) {
        return all / 3 * 2;
    }

    private List<Event> cutAgainAndAgain(String query, int count) throws IOException {
        Random random = new Random(11);
        List<Event> seen = new ArrayList<>();
        String last = "";
        while (seen.size() < count) {
            try (EventReader reader = EventReader.open(client, query, last)) {
                assertThat(reader.response().statusCode()).isEqualTo(200);
                int cut = 1 + random.nextInt(20);
                while (cut-- > 0 && seen.size() < count) {
                    Event event = reader.next().orElseThrow();
                    seen.add(event);
                    last = event.id();
                }
            }
        }
        return seen;
    }

    private void write(List<Raised> raised, int writer) {
        for (int i = 0; i < EACH; i++) {
            String subject = provider + "/" + List.of("a", "b", "c").get((i + writer) % 3);
            raised.add(rows.noticeAmongOthers(subject, NoticeKind.ANNOUNCED));
        }
    }

    @Test
    void manyStreamsAtTheSamePlaceLookTogether() throws Exception {
        int streams = 50;
        List<EventReader> readers = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            readers.add(open("?after=latest&subject=" + provider + "/*"));
        }
        notice("first", NoticeKind.ANNOUNCED);
        for (EventReader reader : readers) {
            reader.next();
        }
        int notices = 20;
        long before = statements();
        for (int i = 0; i < notices; i++) {
            Raised raised = notice("n" + i, NoticeKind.ANNOUNCED);
            for (EventReader reader : readers) {
                assertThat(reader.next().orElseThrow().data()).isEqualTo(raised.body());
            }
        }
        // One that finds it, and one that finds nothing behind it, for all of them.
        assertThat(statements() - before).isBetween(1L, notices * 4L);
        for (EventReader reader : readers) {
            reader.close();
        }
    }

    private long statements() {
        return (long) meters.counter("forewarn_feed_looks").count();
    }

    @Test
    void moreStreamsMayBeOpenThanThereAreConnectionsToTheDatabase() throws Exception {
        List<EventReader> readers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            readers.add(open("?after=latest&subject=" + provider + "/" + i));
        }
        assertThat(given().get("/v1/notices?limit=1").statusCode()).isEqualTo(200);
        Raised raised = notice("59", NoticeKind.ANNOUNCED);
        assertThat(readers.get(59).next().orElseThrow().data()).isEqualTo(raised.body());
        for (EventReader reader : readers) {
            reader.close();
        }
        await().atMost(SOON).until(() -> openStreams() == 0);
    }

    private double openStreams() {
        return meters.get("forewarn_feed_streams").gauge().value();
    }

    @Test
    void aReaderThatTakesNothingStopsItsStreamAndLaterMissesNothing() throws Exception {
        String start = latest();
        String padding = "x".repeat(20_000);
        List<Raised> raised = IntStream.range(0, 400)
                .mapToObj(i -> rows.padded(provider + "/a", padding))
                .toList();
        double before = meters.counter("forewarn_feed_looks").count();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(250_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
            socket.getOutputStream()
                    .write(("GET /v1/notices/stream?after=" + start + "&subject=" + provider
                                    + "/a HTTP/1.1\r\nHost: x\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            AtomicInteger still = new AtomicInteger();
            await().atMost(SOON).during(Duration.ofMillis(500)).until(() -> {
                int looks = (int) (meters.counter("forewarn_feed_looks").count() - before);
                return still.getAndSet(looks) == looks && looks > 0;
            });
            // Of sixteen pages of 25, the connection has taken some; the rest was not even read.
            assertThat(still.get()).isLessThan(16);
            byte[] all = socket.getInputStream().readNBytes(400 * 20_000);
            assertThat(new String(all, StandardCharsets.UTF_8))
                    .contains(raised.get(0).id());
        }
    }

    @ParameterizedTest
    @CsvSource({"after, x", "limit, 5", "wait, 1", "kind, gone", "subject, x"})
    void whatCannotBeUnderstoodIsRefusedByName(String parameter, String value) {
        assertProblem(given().get("/v1/notices/stream?" + parameter + "=" + value), 400, parameter);
    }

    @Test
    void aPlaceThatIsNoneIsRefused() {
        assertProblem(given().header("Last-Event-ID", "x").get("/v1/notices/stream"), 400, "Last-Event-ID");
        String foreign = new FeedCursor(UUID.randomUUID(), 0).toString();
        assertProblem(given().header("Last-Event-ID", foreign).get("/v1/notices/stream"), 410, "after");
        assertProblem(given().get("/v1/notices/stream?after=" + foreign), 410, "after");
    }

    @Test
    void aHeadTellsWhatAGetWould() {
        Response answer = given().head("/v1/notices/stream");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("text/event-stream");
    }

    private static void assertProblem(Response answer, int status, String parameter) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("errors[0].parameter")).isEqualTo(parameter);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    private Raised notice(String name, NoticeKind kind) {
        rows.subject(provider + "/" + name, name);
        return rows.notice(provider + "/" + name, kind);
    }

    private EventReader open(String query) {
        EventReader reader = EventReader.open(client, query, "");
        assertThat(reader.response().statusCode()).isEqualTo(200);
        return reader;
    }

    private static String latest() {
        return given().get("/v1/notices?after=latest").path("next");
    }
}
