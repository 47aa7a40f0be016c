package dev.forewarn.console;

import static dev.forewarn.access.Newcomers.operator;
import static dev.forewarn.access.Newcomers.owner;
import static dev.forewarn.access.Newcomers.posted;
import static dev.forewarn.access.Newcomers.subscriber;
import static dev.forewarn.access.Newcomers.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class SessionTest {

    private static final List<Class<?>> CHANGING = List.of(
            SubscriptionActions.class,
            ClosingActions.class,
            TermsPages.class,
            DeliveryPages.class,
            RejectedPages.class);

    @Test
    void aSessionIsASealedCookieThatScriptsAndOtherSitesCannotUse() {
        Response answer = Visitor.signIn(ServersResource.ADMIN_KEY);
        Cookie cookie = answer.detailedCookie(Visitor.COOKIE);

        assertThat(answer.header("Location")).endsWith("/subscriptions");
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Lax");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getValue()).doesNotContain(ServersResource.ADMIN_KEY).hasSizeLessThan(200);
        new Visitor(cookie.getValue())
                .get("/subscriptions")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body(not(containsString(ServersResource.ADMIN_KEY)));
    }

    @Test
    void whateverIsWrongWithAKeyTheAnswerIsTheSame() {
        String revoked = revoked(subscriber(owner()));
        String known = ServersResource.ADMIN_KEY;
        List<String> answers = Stream.of("", "x", "fwk_", known + "x", revoked, "fwk_" + "A".repeat(43))
                .map(Visitor::signIn)
                .map(answer -> answer.statusCode() + " " + answer.cookies() + answer.asString())
                .distinct()
                .toList();

        assertThat(answers)
                .singleElement()
                .satisfies(answer -> assertThat(answer).startsWith("403 {}").contains("This key is not known"));
    }

    private static String revoked(String key) {
        String id = with(key).get("/v1/keys").path("items[0].id");
        operator().delete("/v1/keys/" + id).then().statusCode(204);
        return key;
    }

    @Test
    void aSessionEndsWithItsKey() {
        String key = subscriber(owner());
        Visitor visitor = Visitor.with(key);
        visitor.get("/subscriptions").then().statusCode(200);

        revoked(key);

        visitor.get("/subscriptions").then().statusCode(303).header("Location", containsString("/sign-in?next="));
    }

    @Test
    void whoIsNotSignedInIsSentToSignInAndBack() {
        String wanted = Visitor.browser().get("/subscriptions?state=paused").header("Location");
        assertThat(wanted).endsWith("/sign-in?next=%2Fsubscriptions%3Fstate%3Dpaused");

        Visitor.browser()
                .contentType(ContentType.URLENC)
                .formParam("key", ServersResource.ADMIN_KEY)
                .formParam("next", "/subscriptions?state=paused")
                .post("/sign-in")
                .then()
                .statusCode(303)
                .header("Location", containsString("/subscriptions?state=paused"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "x"})
    void nobodyIsSentElsewhere(String next) {
        Visitor.browser()
                .contentType(ContentType.URLENC)
                .formParam("key", ServersResource.ADMIN_KEY)
                .formParam("next", next)
                .post("/sign-in")
                .then()
                .statusCode(303)
                .header("Location", not(containsString("evil")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/subscriptions",
                "/v1/keys",
                "/subscriptions/../v1/keys",
                "/subscriptions/%2e%2e/v1/keys",
                "//v1/keys",
                "/%76%31/keys",
                "/v1;subscriptions/keys",
                "/subscriptions;/../v1/keys"
            })
    void aCookieIsNoKeyToTheApi(String path) {
        Visitor visitor = Visitor.with(ServersResource.ADMIN_KEY);
        Response answer = given().cookie(Visitor.COOKIE, visitor.cookie())
                .urlEncodingEnabled(false)
                .get(path);
        assertThat(answer.statusCode()).as(answer.asString()).isIn(401, 404);
    }

    @Test
    void aMangledCookieIsNone() {
        String cookie = Visitor.with(ServersResource.ADMIN_KEY).cookie();
        String mangled = (cookie.startsWith("B") ? "C" : "B") + cookie.substring(1);
        for (String value : List.of(mangled, cookie.substring(1), "x", "%%", "A".repeat(2_000))) {
            new Visitor(value).get("/subscriptions").then().statusCode(303);
        }
    }

    @Test
    void signingOutForgetsTheCookie() {
        Response answer = Visitor.with(ServersResource.ADMIN_KEY).asks().post("/sign-out");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.detailedCookie(Visitor.COOKIE).getMaxAge()).isZero();
    }

    @Test
    void nothingIsChangedWithoutATokenOfThePresentSession() {
        Visitor visitor = Visitor.with(ServersResource.ADMIN_KEY);
        String others = Visitor.with(subscriber(owner())).token();
        List<String> paths = CHANGING.stream().flatMap(SessionTest::posts).toList();
        assertThat(paths).hasSizeGreaterThan(12);

        for (String path : paths) {
            for (String token : List.of("", "x", others)) {
                Response answer = visitor.asks()
                        .contentType(ContentType.URLENC)
                        .formParam("token", token)
                        .post(path);
                assertThat(answer.statusCode()).as(path + answer.asString()).isEqualTo(403);
                assertThat(answer.asString()).contains("not of your present session");
            }
        }
    }

    /** The paths at which a class takes forms. */
    private static Stream<String> posts(Class<?> resource) {
        return Stream.of(resource.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(POST.class))
                .map(method -> resource.getAnnotation(Path.class).value() + part(method))
                .map(path -> path.replaceAll("\\{(partition|offset)[^/]*}(?=/|$)", "0")
                        .replaceAll("\\{id}", "sub_a"));
    }

    private static String part(Method method) {
        return method.isAnnotationPresent(Path.class)
                ? "/" + method.getAnnotation(Path.class).value()
                : "";
    }

    @Test
    void whatAnotherSiteSendsChangesNothing() {
        Visitor visitor = Visitor.with(ServersResource.ADMIN_KEY);
        refused(visitor, "Sec-Fetch-Site", "cross-site");
        refused(visitor, "Sec-Fetch-Site", "same-site");
        refused(visitor, "Origin", "https://evil.example");
        refused(visitor, "Origin", "null");
        Visitor.browser()
                .header("Sec-Fetch-Site", "cross-site")
                .contentType(ContentType.URLENC)
                .formParam("key", ServersResource.ADMIN_KEY)
                .post("/sign-in")
                .then()
                .statusCode(403);
    }

    private static void refused(Visitor visitor, String header, String value) {
        visitor.form()
                .header(header, value)
                .formParam("url", "https://example.com/")
                .post("/subscriptions")
                .then()
                .statusCode(403)
                .body(containsString("another site"));
    }

    @Test
    void whatIsSomebodyElsesIsNotThere() {
        String id = posted(with(subscriber(owner())), "/v1/subscriptions", "{\"url\": \"https://example.com/hook\"}")
                .statusCode(201)
                .extract()
                .path("id");
        Visitor visitor = Visitor.with(subscriber(owner()));

        for (String path : List.of("", "/edit", "/delete", "/deliveries")) {
            visitor.get("/subscriptions/" + id + path).then().statusCode(404);
        }
        for (String action : List.of("pause", "resume", "ping", "rotate", "delete", "edit")) {
            visitor.form()
                    .formParam("url", "https://example.com/other")
                    .formParam("overlap", "P1D")
                    .post("/subscriptions/" + id + "/" + action)
                    .then()
                    .statusCode(404);
        }
        assertThat(visitor.get("/subscriptions").asString()).doesNotContain(id);
        operator().get("/v1/subscriptions/" + id).then().body("url", equalTo("https://example.com/hook"));
    }

    @Test
    void onlyOperatorsSeeOperations() {
        Visitor visitor = Visitor.with(subscriber(owner()));
        for (String path :
                List.of("/operations", "/operations/rejected", "/operations/rejected/0/0", "/operations/importers/x")) {
            visitor.get(path).then().statusCode(403).body(containsString("This is not for your key"));
        }
        Visitor.with(ServersResource.ADMIN_KEY).get("/operations").then().statusCode(200);
    }
}
