package dev.forewarn.console;

import static dev.forewarn.access.Newcomers.owner;
import static dev.forewarn.access.Newcomers.subscriber;
import static dev.forewarn.access.Newcomers.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class TermsPagesTest {

    private static final Pattern SECRET = Pattern.compile("whsec_[A-Za-z0-9+/]{43}=");
    private static final Pattern ID = Pattern.compile("/subscriptions/(sub_[a-z2-7]{26})");

    private String key = "";
    private Visitor visitor = new Visitor("");

    @BeforeEach
    void signIn() {
        key = subscriber(owner());
        visitor = Visitor.with(key);
    }

    @Test
    void whatIsFilledInIsRegisteredAndItsSecretIsShownOnce() {
        Response made = register("reg_one", "https://example.com/hook");
        String id = id(made);

        assertThat(SECRET.matcher(made.asString()).find()).isTrue();
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        assertThat(visitor.get("/subscriptions/" + id).asString()).doesNotContain("whsec_");
        with(key)
                .get("/v1/subscriptions/" + id)
                .then()
                .body("url", equalTo("https://example.com/hook"))
                .body("subjects", contains("openai/*", "groq/*"))
                .body("leadTimes", contains("P30D"))
                .body("milestones", empty())
                .body("description", equalTo("ours"))
                .body("headers", contains("X-Key"));
    }

    @Test
    void aFormThatIsSentTwiceRegistersOnce() {
        String id = id(register("reg_twice", "https://example.com/twice"));
        Response again = register("reg_twice", "https://example.com/twice");

        assertThat(id(again)).isEqualTo(id);
        assertThat(again.asString()).doesNotContain("whsec_").contains("was sent before");
        with(key).get("/v1/subscriptions").then().body("items", hasSize(1));
    }

    @Test
    void whatIsWrongIsSaidAtItsFieldInTheWordsOfTheApi() {
        Response refused = visitor.form()
                .formParam("url", "ftp://example.com")
                .formParam("subjects", "openai/* Open AI")
                .formParam("regions", "usa")
                .formParam("headers", "Host: x")
                .post("/subscriptions");
        String told = with(key)
                .contentType("application/json")
                .body("{\"url\": \"ftp://example.com\"}")
                .post("/v1/subscriptions")
                .path("errors[0].detail");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.htmlPath().getString("**.find { it.@id == 'url-faults' }"))
                .contains(told);
        assertThat(refused.asString())
                .contains("id=\"subjects-faults\"")
                .contains("id=\"regions-faults\"")
                .contains("id=\"headers-faults\"")
                .contains("value=\"ftp://example.com\"");
        with(key).get("/v1/subscriptions").then().body("items", empty());
    }

    @Test
    void aPreviewKeepsNothing() {
        Told.say("urn:previewed", Told.shutdown("previewed/api", "Previewed", Optional.of("2031-05-06")));
        Response preview = visitor.form().formParam("subjects", "previewed/*").post("/subscriptions/preview");

        assertThat(preview.statusCode()).isEqualTo(200);
        assertThat(preview.asString())
                .contains("Previewed")
                .contains("30 days before")
                .contains("on the day");
        with(key).get("/v1/subscriptions").then().body("items", empty());
    }

    @Test
    void aChangeKeepsWhatIsNotShown() {
        String id = id(register("reg_change", "https://example.com/change"));
        visitor.get("/subscriptions/" + id + "/edit")
                .then()
                .statusCode(200)
                .body(containsString("openai/*"))
                .body(containsString("take away <code>X-Key</code>"));

        visitor.form()
                .formParam("url", "https://example.com/change")
                .formParam("subjects", "openai/*")
                .formParam("headers", "X-More: 2")
                .post("/subscriptions/" + id + "/edit")
                .then()
                .statusCode(303);

        with(key)
                .get("/v1/subscriptions/" + id)
                .then()
                .body("subjects", contains("openai/*"))
                .body("leadTimes", empty())
                .body("headers", contains("X-Key", "X-More"));
    }

    @Test
    void whatCannotBeDoneIsSaidOnThePage() {
        String id = id(register("reg_rest", "https://example.com/rest"));
        action(id, "pause").then().statusCode(409).body(containsString("can&#39;t be paused"));
        visitor.form()
                .formParam("since", "2031-01-01T00:00")
                .post("/subscriptions/" + id + "/replay")
                .then()
                .statusCode(422)
                .body(containsString("is in the future"));
        with(key).get("/v1/subscriptions/" + id).then().body("state", equalTo("unverified"));
    }

    @Test
    void aDeletionIsAskedAboutFirst() {
        String id = id(register("reg_gone", "https://example.com/gone"));
        visitor.get("/subscriptions/" + id + "/delete").then().statusCode(200);
        with(key).get("/v1/subscriptions/" + id).then().statusCode(200);

        action(id, "delete").then().statusCode(303);

        with(key).get("/v1/subscriptions/" + id).then().statusCode(404);
    }

    @Test
    void aThousandSubscriptionsArePaged() {
        for (int i = 0; i < 51; i++) {
            register("reg_many" + i, "https://example.com/many" + i);
        }
        Response first = visitor.get("/subscriptions");
        String next = first.asString().replaceFirst("(?s).*rel=\"next\" href=\"([^\"]*)\".*", "$1");

        assertThat(first.asString()).contains("/many0<").contains("/many49<").doesNotContain("/many50<");
        visitor.get(next.replace("&amp;", "&"))
                .then()
                .body(containsString("/many50<"))
                .body(containsString("First page"));
    }

    private Response action(String id, String action) {
        return visitor.form().post("/subscriptions/" + id + "/" + action);
    }

    private Response register(String once, String url) {
        RequestSpecification form = visitor.form()
                .formParam("once", once)
                .formParam("url", url)
                .formParam("subjects", "openai/*\r\ngroq/*")
                .formParam("leadTimes", "P30D")
                .formParam("description", "ours")
                .formParam("headers", "X-Key: 1");
        return form.post("/subscriptions");
    }

    private static String id(Response answer) {
        Matcher id = ID.matcher(answer.asString());
        assertThat(id.find()).as(answer.statusLine() + answer.asString()).isTrue();
        return id.group(1);
    }
}
