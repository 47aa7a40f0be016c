package dev.forewarn.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The service's own API over HTTP, as any client uses it. */
final class LocalApi {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI base;
    private final String key;
    private final ObjectMapper mapper;

    LocalApi(URI base, String key, ObjectMapper mapper) {
        this.base = base;
        this.key = key;
        this.mapper = mapper;
    }

    /** Whether it is there and answers with success. */
    boolean succeeds(String path) throws InterruptedException {
        try {
            return ok(send(request(path).GET()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Empty if there is no such thing. */
    Optional<JsonNode> get(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(request(path).GET());
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(json(response));
    }

    JsonNode post(String path, Map<String, String> body) throws IOException, InterruptedException {
        return json(send(request(path).POST(BodyPublishers.ofString(write(body)))));
    }

    void patch(String path, Map<String, String> body) throws IOException, InterruptedException {
        json(send(request(path).method("PATCH", BodyPublishers.ofString(write(body)))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private JsonNode json(HttpResponse<byte[]> response) throws IOException {
        if (!ok(response)) {
            throw new IOException(response.request().method() + " " + response.uri() + " was answered "
                    + response.statusCode() + ": " + new String(response.body(), StandardCharsets.UTF_8));
        }
        return mapper.readTree(response.body());
    }

    private static boolean ok(HttpResponse<?> response) {
        return response.statusCode() / 100 == 2;
    }

    private String write(Map<String, String> body) throws JsonProcessingException {
        return mapper.writeValueAsString(body);
    }
}
