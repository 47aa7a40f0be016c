package dev.forewarn.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Registers the receiver once; a later start takes up the same subscription, wherever the receiver listens by then. */
final class Subscribing {

    private static final String FILE = "receiver.json";
    private static final String SUBSCRIPTIONS = "/v1/subscriptions";

    /** What is kept of it from one start to the next. */
    record Kept(String id, String secret) {
        String path() {
            return SUBSCRIPTIONS + "/" + id;
        }
    }

    private final LocalApi api;
    private final Path folder;
    private final ObjectMapper mapper;

    Subscribing(LocalApi api, Path folder, ObjectMapper mapper) {
        this.api = api;
        this.folder = folder;
        this.mapper = mapper;
    }

    /** The subscription that sends to that URL. */
    Kept at(String url) throws IOException, InterruptedException {
        Optional<Kept> kept = kept();
        Optional<JsonNode> stored = kept.isPresent() ? api.get(kept.get().path()) : Optional.empty();
        if (stored.isEmpty()) {
            return register(url);
        }
        moveTo(url, kept.get(), stored.get());
        return kept.get();
    }

    /** Whether it has proved that it wants to be sent to. */
    boolean active(Kept kept) throws IOException, InterruptedException {
        return api.get(kept.path())
                .map(subscription -> subscription.path("state").asText().equals("active"))
                .orElse(false);
    }

    private Kept register(String url) throws IOException, InterruptedException {
        JsonNode answer =
                api.post(SUBSCRIPTIONS, Map.of("url", url, "description", "The built-in receiver of the first run"));
        Kept registered =
                new Kept(answer.path("id").asText(), answer.path("secret").asText());
        Folder.write(folder.resolve(FILE), mapper.writeValueAsString(registered));
        return registered;
    }

    private void moveTo(String url, Kept kept, JsonNode stored) throws IOException, InterruptedException {
        if (!stored.path("url").asText().equals(url)) {
            api.patch(kept.path(), Map.of("url", url));
        }
        if (stored.path("state").asText().equals("disabled")) {
            api.post(kept.path() + "/resume", Map.of());
        }
    }

    private Optional<Kept> kept() throws IOException {
        Optional<String> text = Folder.read(folder.resolve(FILE));
        return text.isPresent() ? Optional.of(mapper.readValue(text.get(), Kept.class)) : Optional.empty();
    }
}
