package dev.forewarn.access;

import static io.restassured.RestAssured.given;

import dev.forewarn.servers.ServersResource;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** Owners and keys, made as an operator makes them. */
public final class Newcomers {

    private Newcomers() {}

    public static RequestSpecification operator() {
        return with(ServersResource.ADMIN_KEY);
    }

    /** A request that shows a key. */
    public static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    /** The id of a new owner. */
    public static String owner() {
        return posted(operator(), "/v1/owners", "{\"name\": \"somebody\"}")
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** A new key that subscribes. */
    public static String subscriber(String owner) {
        return key("""
                {"name": "theirs", "role": "subscriber", "owner": "%s"}""".formatted(owner));
    }

    /** A new key that publishes. */
    public static String publisher(String owner, String source, String provider, String authority) {
        return key(
                """
                {"name": "theirs", "role": "publisher", "owner": "%s", "sources": ["%s"], "providers": ["%s"],
                 "authority": "%s"}"""
                        .formatted(owner, source, provider, authority));
    }

    /** A new key of an operator. */
    public static String otherOperator() {
        return key("{\"name\": \"ours\", \"role\": \"operator\"}");
    }

    private static String key(String terms) {
        return posted(operator(), "/v1/keys", terms).statusCode(201).extract().path("key");
    }

    public static ValidatableResponse posted(RequestSpecification request, String path, String body) {
        return request.contentType(ContentType.JSON).body(body).post(path).then();
    }
}
