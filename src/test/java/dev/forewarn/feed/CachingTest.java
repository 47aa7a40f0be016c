package dev.forewarn.feed;

import static io.restassured.RestAssured.given;
import static io.restassured.config.DecoderConfig.decoderConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.contract.MadeUp;
import dev.forewarn.feed.Rows.Raised;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.servers.ServersResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What caches on the way are told, of every read. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@MadeUp
class CachingTest {

    @Inject
    Rows rows;

    @Inject
    MeterRegistry meters;

    private final String provider = Rows.newProvider();

    @Test
    void everyReadIsTaggedAndNotSentAgainAndMayBeKeptByAll() {
        for (String path : reads()) {
            Response answer = given().get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.header("Cache-Control")).as(path).startsWith("public, ");
            assertThat(answer.header("Vary")).as(path).containsIgnoringCase("accept-encoding");
            Response again =
                    given().header("If-None-Match", answer.header("ETag")).get(path);
            assertThat(again.statusCode()).as(path).isEqualTo(304);
            assertThat(again.asByteArray()).as(path).isEmpty();
            for (String header : List.of("ETag", "Cache-Control", "Vary")) {
                assertThat(again.header(header)).as(path + " " + header).isEqualTo(answer.header(header));
            }
            Response head = given().head(path);
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.header("ETag")).as(path).isEqualTo(answer.header("ETag"));
            assertThat(head.asByteArray()).as(path).isEmpty();
        }
    }

    @Test
    void whatAKeyIsShownIsForItsHolder() {
        for (String path : reads()) {
            Response answer = given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                    .get(path);
            assertThat(answer.header("Cache-Control")).as(path).startsWith("private, ");
        }
        assertThat(given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                        .get("/v1/subscriptions")
                        .header("Cache-Control"))
                .isEqualTo("no-store");
    }

    @Test
    void whatIsRefusedIsKeptByNobody() {
        for (String path : List.of(
                "/v1/notices?limit=0",
                "/v1/notices/ntc_aaaaaaaaaaaaaaaaaaaaaaaaaa",
                "/v1/subscriptions",
                "/v1/nothing",
                "/v1/subjects/" + provider + "/nothing")) {
            assertThat(given().get(path).header("Cache-Control")).as(path).isEqualTo("no-store");
        }
    }

    @Test
    void aNoticeIsAlsoKnownByItsTime() {
        String path = "/v1/notices/" + notice().id();
        String modified = given().get(path).header("Last-Modified");
        assertThat(given().header("If-Modified-Since", modified).get(path).statusCode())
                .isEqualTo(304);
        assertThat(given().header("If-Modified-Since", "Sun, 01 Jan 2023 00:00:00 GMT")
                        .get(path)
                        .statusCode())
                .isEqualTo(200);
        assertThat(given().header("If-Modified-Since", modified)
                        .header("If-None-Match", "\"other\"")
                        .get(path)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFullPageBehindACursorIsForEverAndReadOnce() {
        String start = given().get("/v1/notices?after=latest").path("next");
        notice();
        notice();
        String path = "/v1/notices?limit=2&after=" + start + "&subject=" + provider + "/a";
        Response page = given().get(path);
        assertThat(page.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        double looks = looks();
        notice();
        for (int i = 0; i < 5; i++) {
            assertThat(given().get(path).asByteArray()).isEqualTo(page.asByteArray());
            assertThat(given().header("If-None-Match", page.header("ETag"))
                            .get(path)
                            .statusCode())
                    .isEqualTo(304);
        }
        assertThat(looks()).isEqualTo(looks);
    }

    @Test
    void aPageThatIsKnownIsCompressedForWhoWantsItAndRefusesAKeyThatDoesNotHold() throws IOException {
        notice();
        String path = "/v1/notices?limit=1&subject=" + provider + "/a";
        Response page = given().get(path);
        byte[] plain = page.asByteArray();
        for (String accepted : List.of("gzip", "br;q=1.0, GZIP;q=0.5, *;q=0.1")) {
            Response compressed = raw().header("Accept-Encoding", accepted).get(path);
            assertThat(compressed.header("Content-Encoding")).as(accepted).isEqualTo("gzip");
            assertThat(new GZIPInputStream(compressed.asInputStream()).readAllBytes())
                    .as(accepted)
                    .isEqualTo(plain);
        }
        for (String accepted : List.of("identity", "gzip;q=0", "gzip; q=0.0, identity")) {
            Response other = raw().header("Accept-Encoding", accepted).get(path);
            assertThat(other.header("Content-Encoding")).as(accepted).isNull();
            assertThat(other.asByteArray()).as(accepted).isEqualTo(plain);
        }
        assertThat(given().header("Authorization", "Bearer fwk_none").get(path).statusCode())
                .isEqualTo(401);
        assertThat(given().header("If-None-Match", "\"other\"", page.header("ETag"))
                        .get(path)
                        .statusCode())
                .isEqualTo(304);
    }

    private static RequestSpecification raw() {
        return given().config(RestAssured.config().decoderConfig(decoderConfig().noContentDecoders()));
    }

    @Test
    void theEndOfTheFeedIsLookedUpOnceForMany() {
        String path = "/v1/notices?subject=" + provider + "/a&after="
                + given().get("/v1/notices?after=latest").path("next");
        String tag = given().get(path).header("ETag");
        double looks = looks();
        for (int i = 0; i < 30; i++) {
            assertThat(given().header("If-None-Match", tag).get(path).statusCode())
                    .isEqualTo(304);
        }
        // It is looked up again each second, should this instance not have heard of a notice.
        assertThat(looks() - looks).isLessThan(15);
        notice();
        assertThat(given().header("If-None-Match", tag).get(path).statusCode()).isEqualTo(200);
    }

    private double looks() {
        return meters.counter("forewarn_feed_looks").count();
    }

    private List<String> reads() {
        String subject = provider + "/a";
        Raised raised = notice();
        String cutoff = rows.cutoff(
                        provider + "/c" + raised.position() + ":shutdown", new Effective.Undated(), Certainty.TENTATIVE)
                .id()
                .value();
        return List.of(
                "/v1/notices?subject=" + subject,
                "/v1/notices/" + raised.id(),
                "/v1/notices.atom?subject=" + subject,
                "/v1/cutoffs?subject=" + subject,
                "/v1/cutoffs/" + cutoff,
                "/v1/subjects?subject=" + provider + "/*",
                "/v1/subjects/" + subject,
                "/v1/calendar.ics?subject=" + subject,
                "/v1/badge/" + subject + ".svg");
    }

    private Raised notice() {
        rows.subject(provider + "/a", "a");
        return rows.notice(provider + "/a", NoticeKind.ANNOUNCED);
    }
}
