package dev.forewarn.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.config.RedirectConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody at the console, as far as HTTP tells. */
record Visitor(String cookie) {

    static final String COOKIE = "forewarn";

    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]*)\"");

    /** Signs in with a key. */
    static Visitor with(String key) {
        Response answer = signIn(key);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(303);
        return new Visitor(answer.cookie(COOKIE));
    }

    static Response signIn(String key) {
        return browser().contentType(ContentType.URLENC).formParam("key", key).post("/sign-in");
    }

    /** A browser's request, by nobody. */
    static RequestSpecification browser() {
        return given().config(RestAssuredConfig.config()
                        .redirect(RedirectConfig.redirectConfig().followRedirects(false)))
                .header("Accept", "text/html,application/xhtml+xml");
    }

    RequestSpecification asks() {
        return browser().cookie(COOKIE, cookie);
    }

    Response get(String path) {
        return asks().get(path);
    }

    /** The token of some form of this session. */
    String token() {
        Matcher token = TOKEN.matcher(get("/subscriptions/new").asString());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    /** A form of this session. */
    RequestSpecification form() {
        return asks().contentType(ContentType.URLENC).formParam("token", token());
    }
}
