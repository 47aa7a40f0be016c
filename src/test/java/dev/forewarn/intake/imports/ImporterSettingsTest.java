package dev.forewarn.intake.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.lifecycle.Authority;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImporterSettingsTest {

    private static final int ORDINAL = 300;

    @Test
    void anImporterIsSetByEnvironmentAlone() {
        Importers importers = importers(Map.of(
                "FOREWARN_IMPORTER_OPENAI_FORMAT", "openai-models",
                "FOREWARN_IMPORTER_OPENAI_URL", "https://api.openai.com/v1/models",
                "FOREWARN_IMPORTER_OPENAI_SOURCE", "https://api.openai.com/v1/models",
                "FOREWARN_IMPORTER_OPENAI_TOKEN", "sesame",
                "FOREWARN_IMPORTER_TRACKER_FORMAT", "deprecations-info",
                "FOREWARN_IMPORTER_TRACKER_FILE", "/feeds/data.json",
                "FOREWARN_IMPORTER_TRACKER_SOURCE", "https://deprecations.info",
                "FOREWARN_IMPORTER_TRACKER_INTERVAL", "PT1H",
                "FOREWARN_IMPORTER_TRACKER_CLAIMED_BY", "our tracker",
                "FOREWARN_IMPORTER_TRACKER_PROVIDERS", "acme-*=acme, other=other"));

        assertThat(importers.all()).extracting(Importer::name).containsExactly("openai", "tracker");
        Importer openai = importers.find("openai").orElseThrow();
        assertThat(openai.token()).contains(new Token("sesame"));
        assertThat(openai.interval()).isEqualTo(Duration.ofHours(6));
        assertThat(openai.terms().context().voice()).isEqualTo(new Voice("OpenAI", Authority.OFFICIAL));
        Importer tracker = importers.find("tracker").orElseThrow();
        assertThat(tracker.interval()).isEqualTo(Duration.ofHours(1));
        assertThat(tracker.terms().context().voice()).isEqualTo(new Voice("our tracker", Authority.TRACKER));
        assertThat(tracker.terms().context().places().place("Azure", "acme-1").provider())
                .isEqualTo("acme");
    }

    @Test
    void whatDecidesWhatIsMadeOfAFeedIsInItsDigest() {
        Map<String, String> one = Map.of(
                "FOREWARN_IMPORTER_A_FORMAT", "model-eol",
                "FOREWARN_IMPORTER_A_URL", "https://a.example/eol.json",
                "FOREWARN_IMPORTER_A_SOURCE", "https://a.example");
        String before = digest(one, "FOREWARN_IMPORTER_A_INTERVAL", "PT6H");
        assertThat(digest(one, "FOREWARN_IMPORTER_A_INTERVAL", "PT6H")).isEqualTo(before);
        assertThat(digest(one, "FOREWARN_IMPORTER_A_AUTHORITY", "official")).isNotEqualTo(before);
        assertThat(digest(one, "FOREWARN_IMPORTER_A_CHANNELS", "New Cloud=new")).isNotEqualTo(before);
    }

    private static String digest(Map<String, String> environment, String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return importers(more).find("a").orElseThrow().digest();
    }

    private static Importers importers(Map<String, String> environment) {
        return new Importers(new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(environment, ORDINAL))
                .withMapping(ImporterSettings.class)
                .build()
                .getConfigMapping(ImporterSettings.class));
    }
}
