package dev.forewarn.intake.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever a feed has become on its way, each of its rows has an outcome, and the feed as a whole has one. */
class FeedsPropertyTest {

    private static final int SEED_ROWS = 12;

    private static final Map<Format, String> FILES = Map.of(
            Format.DEPRECATIONS_INFO, Samples.JULY,
            Format.MODEL_EOL, "model-eol-anthropic.json",
            Format.ENDOFLIFE, "endoflife.json",
            Format.OPENAI_MODELS, "openai-models.json");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "-1",
            "1e999",
            "1e-7",
            "123456789012345678901",
            "\"\"",
            "\" \"",
            "[]",
            "{}",
            "[[null]]",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"é\\n\"",
            "\"2026-02-30\"",
            "\"0000-00-00\"",
            "\"9999-12-31\"",
            "\"+18:00\"",
            "\"http://[\"",
            "\"javascript:1\"",
            "\"-999999999-01\"",
            "\"---\"",
            "\"/\"",
            "\"a/b:c@d;e=f\"",
            "{\"provider\": \"Azure\"}",
            "[\"x\", 7, null]",
            "\"99999999-99-99\"",
            "\"Feb 31, 2026\"",
            "9223372036854775807");

    @Property
    void anyOtherValueAnywhereGivesEveryRowAnOutcome(
            @ForAll Format format,
            @ForAll("values") JsonNode value,
            @ForAll @Size(min = 1, max = 4) List<Integer> places) {
        JsonNode document = seed(format);
        places.forEach(place -> put(document, value.deepCopy(), place));
        assertJudged(format, document.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void anyTextAnywhereGivesEveryRowAnOutcome(@ForAll Format format, @ForAll String text, @ForAll int place) {
        JsonNode document = seed(format);
        put(document, TextNode.valueOf(text), place);
        assertJudged(format, document.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void anyChangeOfBytesIsReadOrRefusedAsAWhole(
            @ForAll Format format, @ForAll byte other, @ForAll @Size(min = 1, max = 4) List<Integer> places) {
        byte[] bytes = seed(format).toString().getBytes(StandardCharsets.UTF_8);
        places.forEach(place -> bytes[Math.floorMod(place, bytes.length)] = other);
        assertJudged(format, bytes);
    }

    @Property
    void anyTextIsADateOrUnclear(@ForAll String text) {
        try {
            assertThat(FeedDate.parse(text)).isNotNull();
        } catch (Unclear e) {
            assertThat(e.reason()).isNotBlank();
        }
    }

    @Property
    void theOrderOfRowsChangesNothing(@ForAll Random random) {
        List<Row> rows = new ArrayList<>(
                Samples.rows(
                        Format.DEPRECATIONS_INFO,
                        """
                [{"provider": "OpenAI", "model_id": "a b", "shutdown_date": "2027-01-02"},
                 {"provider": "OpenAI", "model_id": "a-b", "shutdown_date": "2027-01-01"},
                 {"provider": "OpenAI", "model_id": "a-b", "shutdown_date": "2027-01-01", "deprecation_date": "2026-05-05"},
                 {"provider": "OpenAI", "model_id": "a(b", "shutdown_date": ""},
                 {"provider": "OpenAI", "model_id": "a)b", "shutdown_date": "2027-01"}]"""));
        Gathered before = Gathered.of(rows);
        Collections.shuffle(rows, random);
        Gathered after = Gathered.of(rows);
        assertThat(after.told()).isEqualTo(before.told()).hasSize(1);
        assertThat(after.rejected()).containsExactlyInAnyOrderElementsOf(before.rejected());
        assertThat(after.rows()).isEqualTo(5);
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return Arbitraries.of(VALUES).map(json -> Document.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertJudged(Format format, byte[] bytes) {
        assertThatCode(() -> judge(format, bytes)).doesNotThrowAnyException();
    }

    private static void judge(Format format, byte[] bytes) {
        try {
            List<Row> rows = Samples.rows(format, bytes);
            assertThat(Gathered.of(rows).rows()).isEqualTo(rows.size());
            assertThat(rows.stream().filter(Row.Rejected.class::isInstance).map(row -> ((Row.Rejected) row).reason()))
                    .noneMatch(String::isBlank);
        } catch (Unclear e) {
            assertThat(e.reason()).isNotBlank();
        }
    }

    /** A few rows are enough to be mutilated, and are read fast. */
    private static JsonNode seed(Format format) {
        JsonNode document = Document.read(Samples.bytes(FILES.getOrDefault(format, "")));
        JsonNode list = document.isArray() ? document : document.path(format == Format.MODEL_EOL ? "models" : "none");
        if (list instanceof ArrayNode rows) {
            List<JsonNode> kept = rows.valueStream().limit(SEED_ROWS).collect(Collectors.toList());
            rows.removeAll();
            rows.addAll(kept);
        }
        return document;
    }

    /** Puts a value in the place of any other. */
    private static void put(JsonNode document, JsonNode value, int place) {
        List<Runnable> places = new ArrayList<>();
        gather(document, value, places);
        if (!places.isEmpty()) {
            places.get(new Random(place).nextInt(places.size())).run();
        }
    }

    private static void gather(JsonNode node, JsonNode value, List<Runnable> places) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> places.add(() -> object.set(member.getKey(), value)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                places.add(() -> array.set(index, value));
            }
        }
        node.forEach(child -> gather(child, value, places));
    }
}
