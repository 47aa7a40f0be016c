package dev.forewarn.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {

    /** The examples of RFC 7396, Appendix A, whose documents and patches are objects. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"a":"b"}         | {"a":"c"}                     | {"a":"c"}
            {"a":"b"}         | {"b":"c"}                     | {"a":"b","b":"c"}
            {"a":"b"}         | {"a":null}                    | {}
            {"a":"b","b":"c"} | {"a":null}                    | {"b":"c"}
            {"a":["b"]}       | {"a":"c"}                     | {"a":"c"}
            {"a":"c"}         | {"a":["b"]}                   | {"a":["b"]}
            {"a":{"b":"c"}}   | {"a":{"b":"d","c":null}}      | {"a":{"b":"d"}}
            {"a":[{"b":"c"}]} | {"a":[1]}                     | {"a":[1]}
            {"e":null}        | {"a":1}                       | {"e":null,"a":1}
            {}                | {"a":{"bb":{"ccc":null}}}     | {"a":{"bb":{}}}""")
    void followsTheStandard(String document, String patch, String merged) {
        ObjectNode before = object(document);

        assertThat(MergePatch.apply(before, object(patch))).isEqualTo(object(merged));
        assertThat(before).isEqualTo(object(document));
    }

    private static ObjectNode object(String json) {
        return JsonBody.object(json.getBytes(UTF_8));
    }
}
