package dev.forewarn.delivery;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Whose retries and limits of time are short enough to be waited for, and whose chunks are small. */
public final class Impatient implements QuarkusTestProfile {

    static final int CHUNK = 20;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "forewarn.delivery.retry-after", "PT0.2S,PT0.2S",
                "forewarn.delivery.timeout", "PT2S",
                "forewarn.delivery.connect-timeout", "PT1S",
                "forewarn.delivery.poll-interval", "PT0.1S",
                "forewarn.notice.chunk", Integer.toString(CHUNK));
    }
}
