package dev.forewarn.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the runbook tells to apply and to name is there. Its statement is tried by the feed's test of this name. */
class RunbookTest {

    private static final Pattern YAML = Pattern.compile("(?ms)^ *```yaml\\n(.*?)^ *```");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");

    private final String runbook = Yaml.text(Path.of("deploy/RUNBOOK.md"));

    @Test
    void aClusterKnowsWhatIsToBeApplied() {
        List<Manifest> manifests = YAML.matcher(runbook)
                .results()
                .flatMap(block -> Yaml.documents(block.group(1).stripIndent()).stream())
                .map(Manifest::new)
                .toList();
        assertThat(manifests).hasSize(1).allSatisfy(Model::check);
        Manifest restored = manifests.get(0);
        Manifest before = Overlays.production().one("Cluster", "forewarn-db");
        assertThat(restored.at("/spec/imageName")).isEqualTo(before.at("/spec/imageName"));
        assertThat(restored.at("/spec/storage/size")).isEqualTo(before.at("/spec/storage/size"));
        assertThat(restored.tree().findValuesAsText("barmanObjectName"))
                .containsOnly(
                        before.at("/spec/plugins/0/parameters/barmanObjectName").asText());
    }

    @Test
    void everyTestThatItNamesIsThere() {
        List<String> named = TEST.matcher(runbook)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(named).hasSizeGreaterThan(3);
        assertThat(named).allSatisfy(name -> assertThat(
                        Path.of("src/test/java/dev/forewarn").toFile())
                .isDirectoryRecursivelyContaining("glob:**/" + name + ".java"));
    }
}
