package dev.forewarn.delivery;

import static io.restassured.RestAssured.given;

import dev.forewarn.servers.ServersResource;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;

/** Requests of an operator. */
final class Calls {

    private static final String KEY = "Bearer " + ServersResource.ADMIN_KEY;

    private Calls() {}

    static ValidatableResponse get(String path) {
        return given().header("Authorization", KEY).get(path).then();
    }

    static JsonPath read(String path) {
        return get(path).statusCode(200).extract().jsonPath();
    }

    static ValidatableResponse post(String path) {
        return given().header("Authorization", KEY).post(path).then();
    }

    static ValidatableResponse patch(String path, String body) {
        return given().header("Authorization", KEY)
                .contentType("application/merge-patch+json")
                .body(body)
                .patch(path)
                .then();
    }

    static ValidatableResponse post(String path, String body) {
        return given().header("Authorization", KEY)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then();
    }

    /** What a problem document says, of that status. */
    static String problem(ValidatableResponse answer, int status) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .extract()
                .jsonPath()
                .getString("detail");
    }
}
