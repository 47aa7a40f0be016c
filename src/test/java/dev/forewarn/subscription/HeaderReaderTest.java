package dev.forewarn.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Members;
import dev.forewarn.web.ProblemException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderReaderTest {

    private static final Headers STANDING = new Headers(Map.of("X-Team", "billing"));

    @Test
    void takesNamesWithTheirValues() {
        Headers headers = read("{\"headers\": {\"X-Api-Key\": \"a b\\tc\", \"x-empty\": \"\"}}", Headers.NONE);

        assertThat(headers.values()).containsExactly(entry("X-Api-Key", "a b\tc"), entry("x-empty", ""));
        assertThat(Headers.ofJson(headers.json())).isEqualTo(headers);
        assertThat(headers.toString()).contains("X-Api-Key").doesNotContain("a b");
    }

    @Test
    void keepsThoseThatStandUnlessTheyAreNamed() {
        assertThat(read("{}", STANDING)).isEqualTo(STANDING);
        assertThat(read("{\"headers\": {}}", STANDING)).isEqualTo(STANDING);
        assertThat(read("{\"headers\": {\"x-other\": \"1\"}}", STANDING).names())
                .containsExactly("X-Team", "x-other");
        assertThat(read("{\"headers\": {\"x-TEAM\": \"sales\"}}", STANDING).values())
                .containsExactly(entry("x-TEAM", "sales"));
    }

    @Test
    void nullTakesOneAwayOrAll() {
        assertThat(read("{\"headers\": {\"x-team\": null}}", STANDING).isEmpty())
                .isTrue();
        assertThat(read("{\"headers\": null}", STANDING).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "AUTHORIZATION",
                "Connection",
                "Keep-Alive",
                "TE",
                "Trailer",
                "Upgrade",
                "Proxy-Authorization",
                "Content-Type",
                "Content-Encoding",
                "Expect",
                "User-Agent",
                "Date",
                "webhook-id",
                "Webhook-Signature",
                "webhook-anything",
                "",
                "a b",
                "a:b",
                ":method",
                "näme",
                "a\\r\\nb",
                "a\\u0000"
            })
    void refusesNamesThatAreNotItsOwners(String name) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read("{\"headers\": {\"" + name + "\": \"secret\"}}", Headers.NONE))
                .satisfies(e -> assertThat(e.problem().errors()).singleElement().satisfies(fault -> {
                    assertThat(fault.pointer().orElseThrow()).startsWith("/headers/");
                    assertThat(fault.detail()).doesNotContain("secret");
                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\\r\\nwebhook-id: 1\"",
                "\"a\\nb\"",
                "\"a\\rb\"",
                "\"a\\u0000b\"",
                "\"a\\u007fb\"",
                "\"é\"",
                "\" a\"",
                "\"a \"",
                "\"\\t\"",
                "1",
                "true",
                "{}",
                "[\"a\"]"
            })
    void refusesValuesThatAreNoneOfAHeader(String value) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read("{\"headers\": {\"X-Team\": " + value + "}}", Headers.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"X-Team: a\"", "[]", "1", "{\"X-Team\": \"a\", \"x-team\": \"b\"}"})
    void refusesWhatIsNoObjectOfDifferentNames(String headers) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read("{\"headers\": " + headers + "}", Headers.NONE));
    }

    @Test
    void allowsTwentyAnd8KiBInAll() {
        assertThat(read(many(20, 1), Headers.NONE).names()).hasSize(20);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(many(21, 1), Headers.NONE))
                .withMessageContaining("20");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(many(20, 1), STANDING))
                .withMessageContaining("20");
        assertThat(read(many(1, 8_188), Headers.NONE).names()).hasSize(1);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(many(1, 8_189), Headers.NONE))
                .withMessageContaining("8192");
    }

    /** Headers with a name of four characters each. */
    private static String many(int headers, int length) {
        return IntStream.range(0, headers)
                .mapToObj(i -> "\"x-%02d\": \"%s\"".formatted(i, "v".repeat(length)))
                .collect(Collectors.joining(", ", "{\"headers\": {", "}}"));
    }

    private static Headers read(String body, Headers standing) {
        ObjectNode object = JsonBody.object(body.getBytes(UTF_8));
        Members members = new Members(object);
        Headers headers = HeaderReader.read(object, standing, members);
        members.check();
        return headers;
    }
}
