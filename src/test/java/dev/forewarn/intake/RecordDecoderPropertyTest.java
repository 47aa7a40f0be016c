package dev.forewarn.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Whatever a record holds, it ends accepted or rejected: one that throws would stop all that are behind it. */
class RecordDecoderPropertyTest {

    private static final List<Sent> SEEDS = List.of(
            Sent.stated("openai/videos-api"),
            Sent.stated("openai/videos-api").set("/data/effective", "{\"after\": [\"openai/app:shutdown\"]}"),
            Sent.stated("openai/videos-api").set("/data/effective", "{\"at\": \"2026-09-24T00:00:00Z\"}"),
            Sent.withdrawn("openai/videos-api"),
            Sent.read("a/b:shutdown", "a/c:brownout@x;region=US;audience=y;occurrence=2"));

    private final Judge judge = Judge.at("2026-03-25T00:00:00Z");

    @Property
    void anyBytesAreJudged(@ForAll byte[] value, @ForAll("contentTypes") String contentType) {
        assertJudged(judge.structured(value));
        assertJudged(judge.judge(new RecordHeaders().add("content-type", contentType.getBytes(UTF_8)), value));
        assertJudged(judge.judge(SEEDS.get(0).headers(), value));
    }

    @Property
    void anyChangeOfBytesIsJudged(
            @ForAll("seeds") Sent seed,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 1500) Integer> places,
            @ForAll byte other) {
        byte[] structured = seed.structured();
        byte[] data = seed.data();
        places.forEach(place -> structured[place % structured.length] = other);
        places.forEach(place -> data[place % data.length] = other);
        assertJudged(judge.structured(structured));
        assertJudged(judge.judge(seed.headers(), data));
    }

    @Property
    void anyOtherValueAnywhereIsJudged(
            @ForAll("seeds") Sent seed,
            @ForAll("values") JsonNode value,
            @ForAll @Size(min = 1, max = 3) List<Integer> places) {
        Sent changed = seed.but(event -> places.forEach(place -> put(event, value.deepCopy(), place)));
        assertJudged(judge.structured(changed));
        if (changed.event().has("data")) {
            assertJudged(judge.binary(changed));
        }
    }

    @Property
    void anyTextAsAKeyOrADateIsJudged(@ForAll("seeds") Sent seed, @ForAll String text) {
        JsonNode value = TextNode.valueOf(text);
        assertJudged(judge.structured(seed.but(event -> ((ObjectNode) event.get("data")).set("subject", value))));
        assertJudged(judge.structured(seed.but(event -> event.set("time", value))));
        assertJudged(judge.structured(seed.but(event -> event.set("source", value))));
    }

    @Provide
    Arbitrary<String> contentTypes() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "application/cloudevents+json",
                        "application/cloudevents-batch+json",
                        "application/cloudevents+avro",
                        "application/json"),
                Arbitraries.strings().ofMaxLength(20));
    }

    @Provide
    Arbitrary<Sent> seeds() {
        return Arbitraries.of(SEEDS);
    }

    @Provide
    Arbitrary<JsonNode> values() {
        Arbitrary<String> written = Arbitraries.of(
                "null",
                "true",
                "-1",
                "1e999",
                "123456789012345678901",
                "\"\"",
                "\" \"",
                "\"*\"",
                "[]",
                "{}",
                "[[null]]",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"é\\n\"",
                "\"a/b:shutdown\"",
                "\"2026-02-30\"",
                "\"UTC+25\"",
                "\"+18:00\"",
                "\"https://a b\"",
                "\"http://[\"",
                "\"-999999999-01\"",
                "{\"at\": 1}",
                "[\"a/b:c\", 7]");
        return written.map(json -> Sent.of("{\"value\": " + json + "}").event().get("value"));
    }

    /** Puts a value in the place of any other. */
    private static void put(ObjectNode event, JsonNode value, int place) {
        List<Runnable> places = new ArrayList<>();
        gather(event, value, places);
        places.get(new Random(place).nextInt(places.size())).run();
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

    private static void assertJudged(Decoded decoded) {
        if (decoded instanceof Decoded.Rejected rejected) {
            assertThat(rejected.told()).isNotBlank();
        } else {
            assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
        }
    }
}
