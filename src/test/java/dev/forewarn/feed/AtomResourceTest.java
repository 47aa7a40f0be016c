package dev.forewarn.feed;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.apptasticsoftware.rssreader.Item;
import com.apptasticsoftware.rssreader.RssReader;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class AtomResourceTest {

    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private static final String ODD = "Sora <b>2</b> & \\\"co\\\"";

    @Inject
    Rows rows;

    private final String provider = Rows.newProvider();

    @Test
    void eachNoticeIsAnEntryNewestFirst() throws Exception {
        String subject = provider + "/sora-2";
        Events.state(subject, ODD, "{\"on\": \"2040-06-03\", \"zone\": \"UTC\"}", "committed");
        Events.state(subject, ODD, "{\"on\": \"2040-06-23\", \"zone\": \"UTC\"}", "committed");
        Events.withdraw(subject);
        List<String> ids = new ArrayList<>(Events.raised(subject));
        Collections.reverse(ids);

        List<Item> items = read(get("subject=" + subject));

        assertThat(items.stream().map(item -> item.getGuid().orElseThrow()))
                .containsExactlyElementsOf(
                        ids.stream().map("tag:forewarn.dev,2026:"::concat).toList());
        assertThat(items.stream().map(item -> item.getTitle().orElseThrow()))
                .containsExactly(
                        "Sora <b>2</b> & \"co\": shutdown withdrawn, it was 2040-06-23",
                        "Sora <b>2</b> & \"co\": shutdown moved from 2040-06-03 to 2040-06-23",
                        "Sora <b>2</b> & \"co\": shutdown announced, 2040-06-03");
        assertThat(items.get(0).getCategories()).isNotNull();
        assertThat(items)
                .allSatisfy(item -> assertThat(item.getUpdatedAsZonedDateTime()).isPresent());
    }

    @Test
    void theDocumentHasWhatTheStandardAsksFor() throws Exception {
        String subject = provider + "/a";
        Events.state(subject, ODD, "{\"in\": \"2040-06\", \"zone\": \"UTC\"}", "tentative");
        Response answer = get("subject=" + subject);
        assertThat(answer.contentType()).startsWith("application/atom+xml");
        Element feed = document(answer).getDocumentElement();
        assertThat(feed.getNamespaceURI()).isEqualTo(ATOM);
        for (String name : List.of("id", "title", "updated", "author")) {
            assertThat(children(feed, name)).as(name).hasSize(1);
        }
        assertThat(link(feed, "self")).endsWith("/v1/notices.atom?subject=" + provider + "%2Fa");
        Element entry = children(feed, "entry").get(0);
        for (String name : List.of("id", "title", "updated", "published", "content")) {
            assertThat(children(entry, name)).as(name).hasSize(1);
        }
        assertThat(link(entry, "alternate")).contains("/v1/notices/ntc_");
        assertThat(children(entry, "category").stream().map(category -> category.getAttribute("term")))
                .contains("cutoff.announced", "shutdown", subject);
        Element content = children(entry, "content").get(0);
        assertThat(content.getAttribute("type")).isEqualTo("html");
        assertThat(content.getTextContent()).contains(subject + ":shutdown").contains("<br>");
        assertThat(children(entry, "title").get(0).getTextContent()).contains("<b>2</b>");
    }

    @Test
    void thePagesLeadToEveryNoticeOnceAndAreForEver() throws Exception {
        String subject = provider + "/s";
        rows.subject(subject, "s");
        for (int i = 0; i < 7; i++) {
            rows.notice(subject, NoticeKind.ANNOUNCED);
        }
        List<String> seen = new ArrayList<>();
        String query = "limit=3&subject=" + subject;
        int pages = 0;
        String id = "";
        while (!query.isEmpty()) {
            Response page = get(query);
            Element feed = document(page).getDocumentElement();
            children(feed, "entry")
                    .forEach(entry -> seen.add(children(entry, "id").get(0).getTextContent()));
            if (pages++ > 0) {
                assertThat(page.header("Cache-Control")).contains("immutable");
                assertThat(feed.getElementsByTagNameNS("http://purl.org/syndication/history/1.0", "archive")
                                .getLength())
                        .isEqualTo(1);
                assertThat(children(feed, "id").get(0).getTextContent()).isEqualTo(id);
            }
            id = children(feed, "id").get(0).getTextContent();
            String next = link(feed, "next");
            assertThat(link(feed, "prev-archive")).isEqualTo(next);
            query = next.isEmpty() ? "" : next.substring(next.indexOf('?') + 1);
        }
        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(7).hasSize(new HashSet<>(seen).size());
    }

    @Test
    void aFeedThatTheReaderHasIsNotSentAgain() {
        String subject = provider + "/s";
        rows.subject(subject, "s");
        rows.notice(subject, NoticeKind.ANNOUNCED);
        Response first = get("subject=" + subject);
        assertThat(request()
                        .header("If-None-Match", first.header("ETag"))
                        .get("/v1/notices.atom?subject=" + subject)
                        .statusCode())
                .isEqualTo(304);
        rows.notice(subject, NoticeKind.REVISED);
        assertThat(request()
                        .header("If-None-Match", first.header("ETag"))
                        .get("/v1/notices.atom?subject=" + subject)
                        .statusCode())
                .isEqualTo(200);
        assertThat(read(get("subject=" + subject + "&kind=revised"))).hasSize(1);
        assertThat(read(get("subject=" + subject + "&kind=reached"))).isEmpty();
        assertThat(request().head("/v1/notices.atom?subject=" + subject).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"before, x", "limit, 0", "kind, gone", "subject, x", "after, latest"})
    void whatCannotBeUnderstoodIsRefusedByName(String parameter, String value) {
        Response answer = get(parameter + "=" + value);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.<String>path("errors[0].parameter")).isEqualTo(parameter);
    }

    @Test
    void aPlaceInAnotherFeedIsGone() {
        assertThat(get("before=" + new FeedCursor(UUID.randomUUID(), 1)).statusCode())
                .isEqualTo(410);
    }

    private static List<Item> read(Response answer) {
        return new RssReader()
                .read(new ByteArrayInputStream(answer.asByteArray()))
                .toList();
    }

    private static Document document(Response answer) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        assertThat(answer.statusCode())
                .as(new String(answer.asByteArray(), UTF_8))
                .isEqualTo(200);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(answer.asByteArray()));
    }

    private static List<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found;
    }

    private static String link(Element parent, String rel) {
        return children(parent, "link").stream()
                .filter(link -> link.getAttribute("rel").equals(rel))
                .map(link -> link.getAttribute("href"))
                .findFirst()
                .orElse("");
    }

    private static Response get(String query) {
        return request().get("/v1/notices.atom?" + query);
    }

    private static RequestSpecification request() {
        return given().urlEncodingEnabled(false);
    }
}
