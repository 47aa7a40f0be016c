package dev.forewarn.observability;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Traced, and logging as JSON into a file, as production does to the console; its retries can be waited for. */
public final class Watched implements QuarkusTestProfile {

    static final String LOG = "target/watched/forewarn.log";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("quarkus.otel.sdk.disabled", "false"),
                Map.entry("quarkus.otel.traces.exporter", "none"),
                Map.entry("quarkus.log.file.enabled", "true"),
                Map.entry("quarkus.log.file.path", LOG),
                Map.entry("quarkus.log.file.json.enabled", "true"),
                Map.entry("quarkus.log.category.\"dev.forewarn\".level", "DEBUG"),
                Map.entry("forewarn.delivery.retry-after", "PT0.2S,PT0.2S"),
                Map.entry("forewarn.feed.cutoff-gauges", "2"));
    }
}
