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

/** A client of the service's REST calls, as any user might write it. */
final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Function<String, URI> service;

    /** @param service makes a URI of a path */
    Api(Function<String, URI> service) {
        this.service = service;
    }

    JsonNode get(String path) {
        return send(HttpRequest.newBuilder(service.apply(path)).build(), 200);
    }

    JsonNode post(String path, String contentType, String body, int status) {
        return send(
                HttpRequest.newBuilder(service.apply(path))
                        .header("content-type", contentType)
                        .header("authorization", "Bearer " + ServersResource.ADMIN_KEY)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                status);
    }

    private JsonNode send(HttpRequest request, int status) {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != status) {
                throw new IllegalStateException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
