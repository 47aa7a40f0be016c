package dev.forewarn.access;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** Whose reads are not public and whose limits are low, with one stream at a time, and that takes the tokens of a provider. */
public final class Strict implements QuarkusTestProfile {

    static final int BURST = 3;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "forewarn.feed.max-streams", "1",
                "forewarn.feed.heartbeat", "PT0.2S",
                "forewarn.access.public-reads", "false",
                "forewarn.access.writes-per-second", "1",
                "forewarn.access.write-burst", Integer.toString(BURST));
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(KeySet.class));
    }
}
