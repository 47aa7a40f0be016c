package dev.forewarn.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forewarn.servers.ServersResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** A client of the service's REST calls, as any user might write it. */
final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Function<String, URI> service;

    private final String key;

    /** @param service makes a URI of a path */
    Api(Function<String, URI> service) {
        this(service, ServersResource.ADMIN_KEY);
    }

    Api(Function<String, URI> service, String key) {
        this.service = service;
        this.key = key;
    }

    JsonNode get(String path) {
        return send(HttpRequest.newBuilder(service.apply(path)).build(), 200);
    }

    /** What only somebody with a key may read. */
    JsonNode read(String path) {
        return send(authorized(path).build(), 200);
    }

    JsonNode post(String path, String contentType, String body, int status) {
        return send(
                authorized(path)
                        .header("content-type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                status);
    }

    /** Registers a webhook and waits until its receiver has said yes. */
    void subscribe(String body) {
        String id = post("/v1/subscriptions", "application/json", body, 201)
                .get("id")
                .asText();
        Awaitility.await("consent to " + id).atMost(Duration.ofSeconds(30)).until(() -> "active"
                .equals(subscription(id).get("state").asText()));
    }

    private JsonNode subscription(String id) {
        return read("/v1/subscriptions/" + id);
    }

    private HttpRequest.Builder authorized(String path) {
        return HttpRequest.newBuilder(service.apply(path)).header("authorization", "Bearer " + key);
    }

    /** What a request came to: status 0 if nobody answered. */
    record Answer(int status, String contentType, String body) {}

    /** Whatever is answered to somebody who may read everything. */
    Answer ask(String path) {
        try {
            return answer(authorized(path).build());
        } catch (UncheckedIOException e) {
            return new Answer(0, "", e.toString());
        }
    }

    private JsonNode send(HttpRequest request, int status) {
        Answer answer = answer(request);
        if (answer.status() != status) {
            throw new IllegalStateException(request.uri() + ": " + answer);
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer answer(HttpRequest request) {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            String type = answer.headers().firstValue("content-type").orElse("");
            return new Answer(answer.statusCode(), type, answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
