package dev.forewarn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a stream of events as the standard says: line by line, an event at each empty line. */
final class EventReader implements AutoCloseable {

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;
    private @Nullable String retry;
    private String lastId;

    /** What a reader is shown. */
    record Event(String id, String type, String data) {}

    private EventReader(HttpResponse<InputStream> response, String lastId) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8));
        this.lastId = lastId;
    }

    /** @param lastId of the event before, or empty */
    static EventReader open(HttpClient client, String query, String lastId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/v1/notices/stream" + query))
                .header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        try {
            return new EventReader(client.send(request.build(), BodyHandlers.ofInputStream()), lastId);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    Optional<String> retry() {
        return Optional.ofNullable(retry);
    }

    String lastId() {
        return lastId;
    }

    /** The next event; empty if the stream has ended. */
    Optional<Event> next() throws IOException {
        List<String> data = new ArrayList<>();
        String type = "message";
        String line;
        while ((line = lines.readLine()) != null) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return Optional.of(new Event(lastId, type, String.join("\n", data)));
                }
            } else if (line.startsWith("id: ")) {
                lastId = line.substring(4);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data.add(line.substring(6));
            } else if (line.startsWith("retry: ")) {
                retry = line.substring(7);
            } else if (!line.startsWith(":")) {
                throw new IllegalStateException("no line of an event: " + line);
            }
        }
        return Optional.empty();
    }

    /** Reads what a stream says before its first event: where it begins. */
    EventReader opened() throws IOException {
        String line;
        while ((line = lines.readLine()) != null && !line.isEmpty()) {
            if (line.startsWith("id: ")) {
                lastId = line.substring(4);
            }
        }
        return this;
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
