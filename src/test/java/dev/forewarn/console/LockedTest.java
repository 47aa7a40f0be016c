package dev.forewarn.console;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import dev.forewarn.access.Strict;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.Problem;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where reads are not public. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Strict.class)
class LockedTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?q=sora", "/cutoffs/cut_aaaaaaaaaaaaaaaaaaaaaaaaaa", "/subjects/openai/sora"})
    void nothingIsShownWithoutAKey(String path) {
        Visitor.browser()
                .get(path)
                .then()
                .statusCode(303)
                .header("Cache-Control", "no-store")
                .header("Location", containsString("/sign-in?next="));
        given().get(path).then().statusCode(401).contentType(Problem.MEDIA_TYPE);
    }

    @Test
    void aKeyOpensThePagesForItsHolderAlone() {
        given().accept("text/html")
                .header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                .get("/")
                .then()
                .statusCode(200)
                .header("Cache-Control", "private, no-cache")
                .body(containsString("What is coming"));
    }

    @Test
    void whatPagesAreMadeOfTellsNothing() {
        given().get("/assets/0/console.css").then().statusCode(200);
    }
}
