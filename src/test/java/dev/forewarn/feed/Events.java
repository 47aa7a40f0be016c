package dev.forewarn.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.servers.ServersResource;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Says something of cutoffs as a publisher would, and sees that it has come to the feed. */
final class Events {

    private static final AtomicInteger IDS = new AtomicInteger();

    private Events() {}

    /** @param effective as JSON */
    static void state(String subject, String name, String effective, String certainty) {
        post(
                subject,
                "stated",
                """
                {"subject": {"id": "%s", "name": "%s", "kind": "model"}, "milestone": "shutdown", "effective": %s,
                 "certainty": "%s", "claimedBy": {"name": "Somebody", "authority": "official"}}"""
                        .formatted(subject, name, effective, certainty));
    }

    static void withdraw(String subject) {
        post(
                subject,
                "withdrawn",
                """
                {"subject": {"id": "%s", "name": "X", "kind": "model"}, "milestone": "shutdown",
                 "claimedBy": {"name": "Somebody", "authority": "official"}}"""
                        .formatted(subject));
    }

    /** What has been raised of a subject, oldest first. */
    static List<String> raised(String subject) {
        return notices(subject).path("items.id");
    }

    private static Response notices(String subject) {
        return given().queryParam("subject", subject).queryParam("limit", 1000).get("/v1/notices");
    }

    private static void post(String subject, String type, String data) {
        int before = raised(subject).size();
        Response answer = given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                .contentType("application/cloudevents+json")
                .body(
                        """
                        {"specversion": "1.0", "type": "dev.forewarn.cutoff.%s.v1", "source": "urn:events",
                         "id": "%d", "time": "%s", "data": %s}"""
                                .formatted(type, IDS.incrementAndGet(), Instant.now(), data)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/v1/events");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
        await().until(() -> raised(subject).size() > before);
    }
}
