package dev.forewarn.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.access.Bounds;
import dev.forewarn.lifecycle.LifecycleEvent;
import dev.forewarn.web.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PermissionTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T00:00:00Z"));

    @Test
    void letsAPublisherSayWhatItsBoundsAllow() {
        assertThat(lacking(bounds(Sent.SOURCE, "openai", "official"), Sent.stated("openai/videos-api")))
                .isEmpty();
        assertThat(lacking(bounds(Sent.SOURCE, "openai", "tracker"), Sent.withdrawn("openai/videos-api")))
                .isEmpty();
        assertThat(lacking(
                        bounds(Sent.SOURCE, "openai", "tracker"),
                        Sent.read("openai/videos-api:shutdown", "openai/sora:read_only")))
                .isEmpty();
    }

    @Test
    void pointsToAForeignSourceOfAnyEvent() {
        Bounds bounds = bounds("https://other.example/*", "*", "official");

        assertThat(lacking(bounds, Sent.stated("openai/videos-api"))).containsExactly("/7/source");
        assertThat(lacking(bounds, Sent.withdrawn("openai/videos-api"))).containsExactly("/7/source");
        assertThat(lacking(bounds, Sent.read("openai/a:shutdown", "openai/b:shutdown")))
                .containsExactly("/7/source");
    }

    @Test
    void pointsToAForeignProvider() {
        Bounds bounds = bounds("*", "openai", "official");

        assertThat(lacking(bounds, Sent.stated("groq/qwen"))).containsExactly("/7/data/subject/id");
        assertThat(lacking(bounds, Sent.stated("groq/qwen").without("/subject")))
                .containsExactly("/7/data/subject/id");
        assertThat(lacking(bounds, Sent.withdrawn("groq/qwen"))).containsExactly("/7/data/subject/id");
        assertThat(lacking(bounds, Sent.read("openai/a:shutdown", "groq/b:shutdown")))
                .containsExactly("/7/data/missing/0");
        assertThat(lacking(bounds, Sent.read("groq/a:shutdown", "groq/b:shutdown")))
                .containsExactly("/7/data/read/0", "/7/data/missing/0");
    }

    @Test
    void pointsToTooHighAnAuthority() {
        assertThat(lacking(bounds("*", "*", "distributor"), Sent.stated("openai/videos-api")))
                .containsExactly("/7/data/claimedBy/authority");
    }

    @Test
    void asksNotWhoSellsIt() {
        Sent sold = Sent.stated("openai/videos-api").set("/data/scope/channel", "\"azure\"");

        assertThat(lacking(bounds("*", "openai", "official"), sold)).isEmpty();
        assertThat(lacking(bounds("*", "azure", "official"), sold)).containsExactly("/7/data/subject/id");
    }

    private static List<String> lacking(Bounds bounds, Sent sent) {
        Decoded decoded = new Decoder(CLOCK, CLOCK).decode(() -> Envelope.structured(sent.structured()));
        LifecycleEvent event = ((Decoded.Accepted) decoded).said().event();
        return new Permission(bounds, "/7")
                .lacking(event)
                .map(Problem.Fault::pointer)
                .map(Optional::orElseThrow)
                .toList();
    }

    private static Bounds bounds(String source, String provider, String authority) {
        return new Bounds(List.of(source), List.of(provider), Optional.of(authority));
    }
}
