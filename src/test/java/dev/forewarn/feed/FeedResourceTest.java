package dev.forewarn.feed;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.contract.MadeUp;
import dev.forewarn.feed.Rows.Raised;
import dev.forewarn.ledger.PublicUrl;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.Cursor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@MadeUp
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class FeedResourceTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration A_MOMENT = Duration.ofMillis(300);

    @Inject
    Rows rows;

    @Inject
    PublicUrl url;

    private final String provider = Rows.newProvider();

    @Test
    void everyNoticeIsSeenOnceAndInOrderPageByPage() {
        String start = latest();
        List<Raised> raised = raise(10);
        assertThat(follow(start, 3, "")).containsExactlyElementsOf(ids(raised));
        assertThat(follow(start, 10, "")).containsExactlyElementsOf(ids(raised));
    }

    @Test
    void theFeedBeginsWithTheFirstNotice() {
        raise(2);
        List<String> all = new ArrayList<>();
        rows.execute("select id from notice order by position").forEach(row -> all.add(row.getString("id")));
        assertThat(follow("", 1000, "")).containsExactlyElementsOf(all);
    }

    @Test
    void theItemsAreTheVeryBytesThatWereRaised() {
        String start = latest();
        List<Raised> raised = raise(3);
        String items = raised.stream().map(Raised::body).collect(Collectors.joining(","));
        Response page = get("after=" + start);
        assertThat(page.contentType()).startsWith("application/json");
        assertThat(new String(page.asByteArray(), UTF_8))
                .isEqualTo("{\"items\":[" + items + "],\"next\":\"" + next(page) + "\"}");
    }

    @Test
    void theCursorStaysWhereItIsWhileNothingIsNew() {
        Response first = get("after=" + latest());
        assertThat(first.path("items").toString()).isEqualTo("[]");
        assertThat(next(get("after=" + next(first)))).isEqualTo(next(first));
    }

    @Test
    void aFilterBySubjectTakesThatSubjectAlone() {
        String start = latest();
        Raised mine = rows.notice(provider + "/a/b:c", NoticeKind.ANNOUNCED);
        rows.notice(provider + "/a/b:c-d", NoticeKind.ANNOUNCED);
        rows.notice(provider + "/a", NoticeKind.ANNOUNCED);
        assertThat(follow(start, 1, "&subject=" + provider + "/a/b:c")).containsExactly(mine.id());
    }

    @Test
    void aFilterByProviderTakesAllItsSubjectsInTheOrderOfTheFeed() {
        String start = latest();
        List<Raised> mine = List.of(
                notice(provider + "/z", NoticeKind.ANNOUNCED),
                notice(provider + "/a", NoticeKind.REVISED),
                notice(provider + "/z", NoticeKind.REACHED),
                notice(provider + "/m/n", NoticeKind.REVISED));
        notice(provider + "-cloud/a", NoticeKind.ANNOUNCED);
        notice(provider + "0/a", NoticeKind.ANNOUNCED);
        for (int limit = 1; limit <= 5; limit++) {
            assertThat(follow(start, limit, "&subject=" + provider + "/*")).containsExactlyElementsOf(ids(mine));
        }
    }

    @Test
    void filtersOfOneSortAddUpAndThoseOfTwoSortsBothHold() {
        String start = latest();
        Raised first = notice(provider + "/a", NoticeKind.REVISED);
        Raised second = notice(provider + "-x/b", NoticeKind.WITHDRAWN);
        notice(provider + "/a", NoticeKind.ANNOUNCED);
        notice(provider + "/c", NoticeKind.REVISED);
        String subjects = "&subject=" + provider + "/a&subject=" + provider + "-x/*";
        assertThat(follow(start, 1, subjects + "&kind=revised&kind=withdrawn"))
                .containsExactly(first.id(), second.id());
        assertThat(follow(start, 2, "&kind=withdrawn")).containsExactly(second.id());
        assertThat(follow(start, 100, "&subject=" + provider + "/nothing&subject=*"))
                .hasSize(4);
    }

    @Test
    void whatDoesNotMatchIsPassedOver() {
        String start = latest();
        Raised last = raise(3).get(2);
        for (String filter :
                List.of("&kind=conflicted", "&subject=" + provider + "/none", "&subject=" + provider + "x/*")) {
            Response page = get("after=" + start + filter);
            assertThat(page.<List<?>>path("items")).isEmpty();
            assertThat(FeedCursor.parse("after", next(page)).position()).isEqualTo(last.position());
        }
    }

    @Test
    void aWaitingPollIsAnsweredAsSoonAsANoticeIsRaised() {
        CompletableFuture<Response> answer = wait("after=" + latest() + "&wait=30");
        Raised raised = notice(provider + "/a", NoticeKind.ANNOUNCED);
        await().atMost(SOON).until(answer::isDone);
        assertThat(answer.join().<List<String>>path("items.id")).containsExactly(raised.id());
    }

    @Test
    void aWaitingPollFromTheEndMissesNothing() {
        CompletableFuture<Response> answer = wait("after=latest&wait=30&subject=" + provider + "/a");
        Raised raised = notice(provider + "/a", NoticeKind.ANNOUNCED);
        await().atMost(SOON).until(answer::isDone);
        assertThat(answer.join().<List<String>>path("items.id")).containsExactly(raised.id());
    }

    @Test
    void aFilteredPollWaitsOnWhileOthersAreRaised() {
        CompletableFuture<Response> answer = wait("after=" + latest() + "&wait=30&subject=" + provider + "/a");
        notice(provider + "/b", NoticeKind.ANNOUNCED);
        await().during(A_MOMENT).until(() -> !answer.isDone());
        Raised raised = notice(provider + "/a", NoticeKind.ANNOUNCED);
        await().atMost(SOON).until(answer::isDone);
        assertThat(answer.join().<List<String>>path("items.id")).containsExactly(raised.id());
        assertThat(get("after=" + next(answer.join())).<List<?>>path("items")).isEmpty();
    }

    @Test
    void manyMayWaitAtOnceForTheyHoldNoConnection() {
        String start = latest();
        List<CompletableFuture<Response>> answers = IntStream.range(0, 60)
                .mapToObj(i -> send("after=" + start + "&wait=30&subject=" + provider + "/a"))
                .toList();
        await().during(A_MOMENT).until(() -> answers.stream().noneMatch(CompletableFuture::isDone));
        assertThat(get("limit=1").statusCode()).isEqualTo(200);
        notice(provider + "/a", NoticeKind.ANNOUNCED);
        await().atMost(SOON).until(() -> answers.stream().allMatch(CompletableFuture::isDone));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().<List<?>>path("items"))
                .hasSize(1));
    }

    @Test
    void aPollEndsWhenItsTimeIsUp() {
        String start = latest();
        long began = System.nanoTime();
        Response answer = get("after=" + start + "&wait=1&subject=" + provider + "/none");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(990), SOON);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.<List<?>>path("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"a,b\", %s", "\"other\",W/%s,\"another\"", "*"})
    void whatTheClientHasIsNotSentAgain(String condition) {
        String start = latest();
        raise(2);
        String tag = get("after=" + start).header("ETag");
        Response again =
                request().header("If-None-Match", condition.formatted(tag)).get("/v1/notices?after=" + start);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.header("ETag")).isEqualTo(tag);
        assertThat(again.asByteArray()).isEmpty();
    }

    @Test
    void whatIsNewIsSentToAClientThatHasTheOldPage() {
        String start = latest();
        raise(1);
        String tag = get("after=" + start).header("ETag");
        raise(1);
        Response again = request().header("If-None-Match", tag).get("/v1/notices?after=" + start);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void theLinkLeadsOnWithAllParameters() {
        String start = latest();
        raise(2);
        Response page =
                get("kind=announced&limit=1&after=" + start + "&wait=2&subject=" + provider + "/*&kind=revised");
        assertThat(page.header("Link"))
                .startsWith("<" + url.base() + "/v1/notices?after=" + next(page) + "&")
                .endsWith(">; rel=\"next\"")
                .contains("&limit=1", "&wait=2", "&kind=announced&kind=revised", "&subject=" + provider + "%2F*");
    }

    @Test
    void aCursorOfAnotherEpochIsGone() {
        Response answer = get("after=" + new FeedCursor(UUID.randomUUID(), 0));
        assertProblem(answer, 410, "after");
    }

    @Test
    void aCursorBehindTheEndIsGone() {
        FeedCursor end = FeedCursor.parse("after", latest());
        assertProblem(get("after=" + new FeedCursor(end.epoch(), end.position() + 1)), 410, "after");
    }

    @ParameterizedTest
    @CsvSource({
        "after, ",
        "after, 12",
        "after, Latest",
        "after, %00",
        "limit, 0",
        "limit, 1001",
        "limit, -1",
        "limit, ten",
        "limit, 99999999999999999999",
        "limit, ",
        "wait, 31",
        "wait, -1",
        "wait, PT10S",
        "wait, 1.5",
        "subject, openai",
        "subject, openai/",
        "subject, OpenAI/sora",
        "subject, openai/*/x",
        "subject, openai/a*",
        "subject, */*",
        "subject, ",
        "subject, openai/%00",
        "kind, cutoff.revised",
        "kind, REVISED",
        "kind, ",
        "subjects, openai/sora",
        "before, 2026-09-24",
        "%00, 1"
    })
    void whatCannotBeUnderstoodIsRefusedByName(String parameter, String value) {
        Response answer = get(parameter + "=" + (value == null ? "" : value));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("errors[0].parameter")).isEqualTo(parameter.replace("%00", "\0"));
        assertThat(answer.<String>path("detail")).isNotBlank();
    }

    @Test
    void whatMayBeGivenOnceIsRefusedTwice() {
        assertProblem(get("limit=1&limit=2"), 400, "limit");
        assertProblem(get("after=latest&after=latest"), 400, "after");
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        assertProblem(get("after=" + Cursor.encode("subjects", "a/b")), 400, "after");
        assertProblem(get("after=" + Cursor.encode("feed", UUID.randomUUID(), "-1")), 400, "after");
        assertProblem(get("after=" + Cursor.encode("feed", "no-uuid", "1")), 400, "after");
        assertProblem(get("after=" + Cursor.encode("feed", UUID.randomUUID())), 400, "after");
    }

    @Test
    void aQueryThatIsNoQueryIsNoFaultOfOurs() throws IOException {
        // No client library would send this.
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream()
                    .write("GET /v1/notices?after=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void aNoticeIsReadAloneAsTheBytesThatWereRaised() {
        Raised raised = raise(1).get(0);
        Response answer = given().get("/v1/notices/" + raised.id());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.asByteArray()).isEqualTo(raised.body().getBytes(UTF_8));
        assertThat(answer.header("Cache-Control")).contains("immutable");
        assertThat(given().header("If-None-Match", answer.header("ETag"))
                        .get("/v1/notices/" + raised.id())
                        .statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ntc_aaaaaaaaaaaaaaaaaaaaaaaaaa", "ntc_1", "%00", "cut_aaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void aNoticeThatIsNotThereIsNotFound(String id) {
        Response answer = given().urlEncodingEnabled(false).get("/v1/notices/" + id);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    @Test
    void aHeadTellsWhatAGetWould() {
        Raised raised = raise(1).get(0);
        Response answer = given().head("/v1/notices/" + raised.id());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("W/\"" + raised.id() + '"');
        assertThat(answer.asByteArray()).isEmpty();
        assertThat(request().head("/v1/notices?after=" + latest()).header("ETag"))
                .isNotBlank();
    }

    private Raised notice(String subject, NoticeKind kind) {
        rows.subject(subject, subject);
        return rows.notice(subject, kind);
    }

    private List<Raised> raise(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> notice(provider + "/s" + i, NoticeKind.ANNOUNCED))
                .toList();
    }

    private static List<String> ids(List<Raised> raised) {
        return raised.stream().map(Raised::id).toList();
    }

    private List<String> follow(String cursor, int limit, String filters) {
        List<String> ids = new ArrayList<>();
        String place = cursor;
        while (true) {
            Response page = get("limit=" + limit + (place.isEmpty() ? "" : "&after=" + place) + filters);
            assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
            List<String> items = page.path("items.id");
            ids.addAll(items);
            assertThat(items).hasSizeLessThanOrEqualTo(limit);
            if (items.isEmpty()) {
                return ids;
            }
            place = next(page);
        }
    }

    /** Sends a poll, and sees that it waits. */
    private CompletableFuture<Response> wait(String query) {
        CompletableFuture<Response> answer = send(query);
        await().during(A_MOMENT).until(() -> !answer.isDone());
        return answer;
    }

    private static CompletableFuture<Response> send(String query) {
        return supplyAsync(() -> get(query), task -> new Thread(task).start());
    }

    private static String latest() {
        return next(get("after=latest"));
    }

    private static String next(Response page) {
        return page.path("next");
    }

    private static Response get(String query) {
        return request().get("/v1/notices?" + query);
    }

    private static RequestSpecification request() {
        return given().urlEncodingEnabled(false);
    }

    private static void assertProblem(Response answer, int status, String parameter) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("errors[0].parameter")).isEqualTo(parameter);
    }
}
