package dev.forewarn.feed;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class BadgeResourceTest {

    private static final Effective DAY = new Effective.On(LocalDate.parse("2040-09-24"), ZoneOffset.UTC);

    @Inject
    Rows rows;

    private final String provider = Rows.newProvider();

    @ParameterizedTest
    @ValueSource(strings = {"sora", "qwen/qwen3-32b", "a.b:c/d_e", "x.svg", "qwen%2Fqwen3"})
    void aSubjectIsFoundWhateverItsName(String name) throws Exception {
        rows.cutoff(provider + "/" + name.replace("%2F", "/") + ":shutdown", DAY, Certainty.COMMITTED);
        Element svg = svg(get("/v1/badge/" + provider + "/" + name + ".svg"));
        assertThat(svg.getAttribute("role")).isEqualTo("img");
        String told = svg.getAttribute("aria-label");
        assertThat(told).contains(": shutdown in ").endsWith("days, 2040-09-24");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo(told);
    }

    @Test
    void whatIsNotKnownIsToldByABadgeToo() throws Exception {
        Element svg = svg(get("/v1/badge/" + provider + "/nothing.svg"));
        assertThat(svg.getAttribute("aria-label")).isEqualTo(provider + "/nothing: unknown subject");
    }

    @Test
    void aNameIsEscaped() throws Exception {
        rows.subject(provider + "/odd", "<b>\"O&dd'</b>");
        Element svg = svg(get("/v1/badge/" + provider + "/odd.svg"));
        assertThat(svg.getAttribute("aria-label")).isEqualTo("<b>\"O&dd'</b>: no cutoff known");
    }

    @Test
    void filtersHold() throws Exception {
        rows.cutoff(provider + "/a:shutdown", DAY, Certainty.COMMITTED);
        rows.cutoff(
                provider + "/a:brownout@azure;region=DE",
                new Effective.On(LocalDate.parse("2040-01-01"), ZoneOffset.UTC),
                Certainty.COMMITTED);
        String path = "/v1/badge/" + provider + "/a.svg";
        assertThat(svg(get(path)).getAttribute("aria-label")).contains("brownout");
        assertThat(svg(get(path + "?milestone=shutdown")).getAttribute("aria-label"))
                .contains("shutdown");
        assertThat(svg(get(path + "?channel=" + provider)).getAttribute("aria-label"))
                .contains("shutdown");
        assertThat(svg(get(path + "?region=FR")).getAttribute("aria-label")).contains("shutdown");
        assertThat(get(path + "?status=open").statusCode()).isEqualTo(400);
    }

    @Test
    void itMayBeKeptForAWhileAndIsNotSentAgain() {
        rows.cutoff(provider + "/a:shutdown", DAY, Certainty.COMMITTED);
        String path = "/v1/badge/" + provider + "/a.svg";
        Response answer = get(path);
        assertThat(answer.contentType()).startsWith("image/svg+xml");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(given().header("If-None-Match", answer.header("ETag"))
                        .get(path)
                        .statusCode())
                .isEqualTo(304);
        assertThat(given().head(path).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNoSubjectIsRefused() {
        assertThat(get("/v1/badge/OpenAI/sora.svg").statusCode()).isEqualTo(400);
        assertThat(get("/v1/badge/openai/%00.svg").statusCode()).isEqualTo(400);
        assertThat(get("/v1/badge/openai/sora").statusCode()).isEqualTo(404);
    }

    private static Element svg(Response answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(new String(answer.asByteArray(), UTF_8).getBytes(UTF_8)))
                .getDocumentElement();
    }

    private static Response get(String path) {
        return given().urlEncodingEnabled(false).get(path);
    }
}
