package dev.forewarn.feed;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.access.Strict;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Where one stream may be open, and shows soon that it is. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Strict.class)
class StreamLimitTest {

    private static final String KEY = "Bearer " + ServersResource.ADMIN_KEY;

    @Test
    void anIdleStreamShowsThatItIsThereAndAnotherIsRefusedUntilItEnds() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream()
                    .write(("GET /v1/notices/stream?after=latest HTTP/1.1\r\nHost: x\r\nAuthorization: " + KEY
                                    + "\r\n\r\n")
                            .getBytes(UTF_8));
            BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            assertThat(lines.lines().filter(line -> line.startsWith(":")).limit(3))
                    .containsOnly(": still here");
            Response refused = head();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("5");
        }
        await().until(() -> head().statusCode() == 200);
    }

    private static Response head() {
        return given().header("Authorization", KEY).head("/v1/notices/stream");
    }
}
