package dev.forewarn.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.Cursor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class SubjectResourceTest {

    @Inject
    Rows rows;

    private final String provider = Rows.newProvider();

    @Test
    void everySubjectOfAProviderIsListedOncePageByPage() {
        List<String> ids = List.of(provider + "/A", provider + "/a", provider + "/a/b", provider + "/z");
        ids.forEach(id -> rows.subject(id, "Name"));
        rows.subject(provider + "-x/a", "Name");
        for (int limit = 1; limit <= 5; limit++) {
            assertThat(follow("?provider=" + provider + "&limit=" + limit)).containsExactlyElementsOf(ids);
        }
    }

    @Test
    void aSearchLooksIntoIdNameAndAliases() {
        rows.subject(provider + "/Sora-2", "Video");
        rows.subject(provider + "/b", "Old SORA_2%");
        rows.subject(provider + "/c", "C", "the sora app", "x");
        rows.subject(provider + "/d", "D");
        assertThat(follow("?provider=" + provider + "&q=sOrA")).hasSize(3);
        assertThat(follow("?provider=" + provider + "&q=_2%25")).containsExactly(provider + "/b");
        assertThat(follow("?q=" + provider + "/d")).containsExactly(provider + "/d");
    }

    @Test
    void aSubjectMayHaveMoreAliasesThanOneDescriptionMay() {
        String[] aliases = IntStream.range(0, 120).mapToObj(i -> "alias " + i).toArray(String[]::new);
        rows.subject(provider + "/a", "Name", aliases);
        assertThat(given().get("/v1/subjects/" + provider + "/a").<List<String>>path("aliases"))
                .containsExactly(aliases);
        assertThat(follow("?provider=" + provider)).containsExactly(provider + "/a");
    }

    @Test
    void aSubjectComesWithItsCutoffs() {
        String id = provider + "/qwen/qwen3:32b";
        rows.subject(id, "Qwen 3", "qwen");
        rows.cutoff(id + ":shutdown", new Effective.Undated(), Certainty.TENTATIVE);
        rows.cutoff(provider + "/qwen:shutdown", new Effective.Undated(), Certainty.TENTATIVE);
        Response answer = given().get("/v1/subjects/" + id);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.<String>path("id")).isEqualTo(id);
        assertThat(answer.<String>path("name")).isEqualTo("Qwen 3");
        assertThat(answer.<List<String>>path("aliases")).containsExactly("qwen");
        assertThat(answer.<List<String>>path("cutoffs.key")).containsExactly(id + ":shutdown");
        assertThat(request()
                        .get("/v1/subjects/" + id.replace("/qwen3", "%2Fqwen3"))
                        .<String>path("id"))
                .isEqualTo(id);
        assertThat(given().header("If-None-Match", answer.header("ETag"))
                        .get("/v1/subjects/" + id)
                        .statusCode())
                .isEqualTo(304);
        assertThat(given().head("/v1/subjects/" + id).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "provider, OpenAI",
        "provider, a/b",
        "provider, ",
        "q, ",
        "q, %20",
        "q, %00",
        "limit, 0",
        "limit, x",
        "cursor, abc",
        "kind, api"
    })
    void whatCannotBeUnderstoodIsRefusedByName(String parameter, String value) {
        assertRefused(request().get("/v1/subjects?" + parameter + "=" + (value == null ? "" : value)), parameter);
    }

    @Test
    void aForgedCursorIsRefused() {
        assertRefused(request().get("/v1/subjects?cursor=" + Cursor.encode("subjects", "\0")), "cursor");
        assertRefused(request().get("/v1/subjects?cursor=" + Cursor.encode("feed", "a/b")), "cursor");
    }

    @Test
    void whatIsNoSubjectIsRefusedAndOneThatIsNotThereIsNotFound() {
        assertRefused(request().get("/v1/subjects/OpenAI/sora"), "subject");
        assertRefused(request().get("/v1/subjects/openai/%00"), "subject");
        assertThat(request().get("/v1/subjects/" + provider + "/nothing").statusCode())
                .isEqualTo(404);
        assertThat(request().get("/v1/subjects/" + provider).statusCode()).isEqualTo(404);
    }

    private static List<String> follow(String query) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Response page = request().get("/v1/subjects" + query + cursor);
            assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
            ids.addAll(page.<List<String>>path("items.id"));
            String next = page.path("next");
            cursor = next == null ? null : "&cursor=" + next;
        }
        return ids;
    }

    private static RequestSpecification request() {
        return given().urlEncodingEnabled(false);
    }

    private static void assertRefused(Response answer, String parameter) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("errors[0].parameter")).isEqualTo(parameter);
    }
}
