package dev.forewarn.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.servers.ServersResource;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Tells the service what there is to be seen, as a publisher would. */
final class Told {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static boolean knowsSora;

    private Told() {}

    /** The Sora retirement, as it ships; told again, it changes nothing. */
    static synchronized void sora() {
        if (knowsSora) {
            return;
        }
        JsonNode events = shipped();
        post(events.toString());
        events.forEach(event -> awaitThere(event.at("/data/subject/id").asText()));
        knowsSora = true;
    }

    /** A shutdown of something, with this name, on a day or undated. */
    static ObjectNode shutdown(String subject, String name, Optional<String> day) {
        ObjectNode data = JSON.createObjectNode().put("milestone", "shutdown").put("certainty", "committed");
        data.putObject("subject").put("id", subject).put("name", name).put("kind", "api");
        day.ifPresent(each -> data.putObject("effective").put("on", each).put("zone", "UTC"));
        data.putObject("claimedBy").put("name", "Somebody").put("authority", "official");
        return data;
    }

    /** Says it, and waits until the service knows of it. */
    static void say(String source, ObjectNode data) {
        String subject = data.at("/subject/id").asText();
        int before = raised(subject);
        ObjectNode event = JSON.createObjectNode()
                .put("specversion", "1.0")
                .put("type", "dev.forewarn.cutoff.stated.v1")
                .put("source", source)
                .put("id", UUID.randomUUID().toString())
                .put("time", Instant.now().toString());
        event.set("data", data);
        post("[" + event + "]");
        await().until(() -> raised(subject) > before);
    }

    private static int raised(String subject) {
        return given().queryParam("subject", subject)
                .queryParam("limit", 1000)
                .get("/v1/notices")
                .<Integer>path("items.size()");
    }

    private static void awaitThere(String subject) {
        await().until(() -> given().get("/v1/subjects/" + subject).statusCode() == 200);
    }

    private static void post(String events) {
        Response answer = given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                .contentType("application/cloudevents-batch+json")
                .body(events.getBytes(StandardCharsets.UTF_8))
                .post("/v1/events");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
    }

    private static JsonNode shipped() {
        try (InputStream resource = Objects.requireNonNull(Told.class.getResourceAsStream("/embedded/timeline.json"))) {
            return JSON.readTree(resource);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the shipped timeline is no JSON", e);
        } catch (IOException e) {
            throw new IllegalStateException("there is no shipped timeline", e);
        }
    }
}
