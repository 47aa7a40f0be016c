package dev.forewarn.web;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.forewarn.servers.Servers;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ProblemsTest {

    private static final String FAULTY = "/test/faulty";
    private static final String LIST = "/v1/subscriptions";

    @Test
    void showsNothingOfAFaultButAReference() {
        String body = problem(given().get(FAULTY).then(), 500).extract().asString();

        assertThat(body)
                .containsPattern("[0-9a-f]{8}-[0-9a-f-]{27}")
                .doesNotContain("select")
                .doesNotContain("IllegalState")
                .doesNotContain("FaultyResource");
    }

    @Test
    void saysThatAKeyDoesNotAllowIt() {
        problem(operator().get(FAULTY + "/nobody").then(), 403);
        problem(given().get(FAULTY + "/nobody").then(), 401).header("WWW-Authenticate", equalTo("Bearer"));
    }

    @Test
    void refusesAWrongKeyAlsoWhereNoneIsNeeded() {
        problem(
                        given().header("Authorization", "Bearer wrong-key-wrong-key")
                                .get("/nothing")
                                .then(),
                        401)
                .header("WWW-Authenticate", containsString("invalid_token"));
    }

    @Test
    void pointsToWhatTheFrameworkCanNotRead() {
        problem(posted("{\"at\": [\"2026-01-01T00:00:00Z\", \"tomorrow\"]}"), 422)
                .body("errors.pointer", contains("/at/1"));
        problem(posted("[]"), 422).body("errors.pointer", contains(""));
        problem(posted("{\"at\": "), 400);
        problem(posted("{\"at\": [\"2026-01-01T00:00:00Z\""), 400);
    }

    @Test
    void refusesTooLargeABodyBeforeItIsSent() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            String request = "POST " + LIST + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Authorization: Bearer " + ServersResource.ADMIN_KEY + "\r\nContent-Length: 50000000\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 413")
                    .containsIgnoringCase("Content-Type: " + Problem.MEDIA_TYPE)
                    .contains("\"status\":413")
                    .contains("4194304 bytes");
        }
    }

    @Test
    void refusesABodyThatTurnsOutTooLarge() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            String request = "POST " + LIST + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Authorization: Bearer " + ServersResource.ADMIN_KEY
                    + "\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            socket.getOutputStream().write("400001\r\n".getBytes(US_ASCII));
            socket.getOutputStream().write(new byte[0x400001]);

            // The framework has ended the request before there could be a problem document.
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 413")
                    .containsIgnoringCase("Connection: close");
        }
    }

    @Test
    void saysWhichMethodsThereAre() {
        problem(operator().put(LIST).then(), 405).header("Allow", equalTo("GET, HEAD, OPTIONS, POST"));
        problem(operator().put(LIST + "/sub_a").then(), 405)
                .header("Allow", equalTo("DELETE, GET, HEAD, OPTIONS, PATCH"));
        problem(given().delete("/v1/subjects/a/b/c").then(), 405).header("Allow", equalTo("GET, HEAD, OPTIONS"));
        problem(operator().get("/v1/events").then(), 405).header("Allow", equalTo("OPTIONS, POST"));
    }

    @Test
    void answersWithAProblemWhateverIsWrong() {
        problem(given().get("/nothing").then(), 404);
        problem(given().get("/v1/nothing").then(), 404);
        problem(operator().contentType(ContentType.XML).body("<a/>").post(LIST).then(), 415);
        problem(operator().accept(ContentType.XML).get(LIST).then(), 406);
        problem(given().get("/v1/cutoffs?limit=0").then(), 400).body("detail", containsString("1 to 1000"));
    }

    @Test
    void saysThatTheDatabaseIsAwayAndGoesOnWhenItIsBack() {
        operator().get(LIST).then().statusCode(200);
        Servers.stopPostgres();
        try {
            problem(operator().get(LIST).then(), 503).header("Retry-After", "5");
        } finally {
            Servers.startPostgres();
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> operator().get(LIST).then().statusCode(200));
    }

    private static ValidatableResponse posted(String body) {
        return given().contentType(ContentType.JSON).body(body).post(FAULTY).then();
    }

    private static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY);
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType(Problem.MEDIA_TYPE).body("status", equalTo(status));
    }
}
