package dev.forewarn.subscription;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where 127.0.0.0/8 is listed and http allowed. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class RegisteredUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://93.184.215.14:25/, 'must have one of the ports 443, 80, 8000-9999'",
        "http://0x5db8d70e:25/, 'must have one of the ports 443, 80, 8000-9999'",
        "http://256.1/, has a host that ends in a number and is no IPv4 address",
        "http://a@127.0.0.1/, must not hold user information",
        "http://127%2e0.0.1/, must not hold a % in its host",
        "https://example.com:+443/, names no valid host and port",
        "https:///hook, names no host",
    })
    void isRefusedWithAReason(String url, String reason) {
        register(url)
                .statusCode(422)
                .body("errors.pointer", contains("/url"))
                .body("errors[0].detail", equalTo(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:5000/",
                "http://2130706433:5000/",
                "http://inner.example:5000/",
                "http://10.1.2.3:8080/",
                "http://0251.0376.0251.0376/",
                "http://[fe80::1%25eth0]/"
            })
    void isTakenAsItWasWrittenAndJudgedWhenItIsSentTo(String url) {
        register(url).statusCode(201).body("url", equalTo(url));
    }

    @Test
    void isRefusedWithoutAFaultOfOursWhateverItHolds() {
        register("http://[::1").statusCode(422);
        register("\ud800").statusCode(422);
        register("http://\u0000/").statusCode(422);
    }

    private static ValidatableResponse register(String url) {
        return given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                .contentType(ContentType.JSON)
                .body(Map.of("url", url))
                .post("/v1/subscriptions")
                .then();
    }
}
