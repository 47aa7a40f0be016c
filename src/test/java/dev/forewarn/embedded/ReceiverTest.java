package dev.forewarn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiverTest {

    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String OTHER = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    private static final String BODY =
            """
            {"type":"cutoff.announced","timestamp":"2026-03-24T00:00:00Z","data":{"cutoff":
             {"key":"openai/videos-api:shutdown","effective":{"on":"2026-09-24","zone":"UTC"},"certainty":"committed",
              "replacement":{"status":"none_published"}}}}""";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final Receiver receiver = new Receiver(vertx, new ObjectMapper(), shown::add);
    private int port;

    @BeforeEach
    void listen() throws Exception {
        port = receiver.listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void showsAWebhookThatIsSignedWithItsSecret() throws Exception {
        receiver.trust(SECRET);
        assertThat(send("ntc_1", SECRET, Instant.now(), BODY)).isEqualTo(204);
        assertThat(shown).singleElement().asString().endsWith("2026-09-24, no replacement published");
    }

    @Test
    void showsItOnceHoweverOftenItIsSent() throws Exception {
        receiver.trust(SECRET);
        send("ntc_1", SECRET, Instant.now(), BODY);
        assertThat(send("ntc_1", SECRET, Instant.now(), BODY)).isEqualTo(204);
        assertThat(send("ntc_2", SECRET, Instant.now(), BODY)).isEqualTo(204);
        assertThat(shown).hasSize(2);
    }

    @Test
    void refusesAnotherSecretsSignature() throws Exception {
        receiver.trust(SECRET);
        assertThat(send("ntc_1", OTHER, Instant.now(), BODY)).isEqualTo(401);
        assertThat(shown).isEmpty();
    }

    @Test
    void refusesAnotherBodyThanWasSigned() throws Exception {
        receiver.trust(SECRET);
        Instant now = Instant.now();
        HttpRequest forged =
                request("ntc_1", now, signature("ntc_1", SECRET, now, BODY), BODY.replace("09-24", "12-24"));
        assertThat(client.send(forged, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
        assertThat(shown).isEmpty();
    }

    @Test
    void refusesWhatWasSignedLongAgo() throws Exception {
        receiver.trust(SECRET);
        assertThat(send("ntc_1", SECRET, Instant.now().minus(Duration.ofMinutes(6)), BODY))
                .isEqualTo(401);
        assertThat(shown).isEmpty();
    }

    @Test
    void acceptsEitherSecretsSignatureDuringARotation() throws Exception {
        receiver.trust(SECRET);
        Instant now = Instant.now();
        String both = signature("ntc_1", OTHER, now, BODY) + " " + signature("ntc_1", SECRET, now, BODY);
        assertThat(client.send(request("ntc_1", now, both, BODY), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
        assertThat(shown).hasSize(1);
    }

    @Test
    void answersARequestThatCameBeforeItsSecretOnceItKnowsIt() throws Exception {
        Instant now = Instant.now();
        HttpRequest early = request("ntc_1", now, signature("ntc_1", SECRET, now, BODY), BODY);
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(early, BodyHandlers.discarding());
        assertThat(shown).isEmpty();
        receiver.trust(SECRET);
        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
        assertThat(shown).hasSize(1);
    }

    private int send(String id, String secret, Instant at, String body) throws Exception {
        return client.send(request(id, at, signature(id, secret, at, body), body), BodyHandlers.discarding())
                .statusCode();
    }

    // Signed by the specification's own library.
    private static String signature(String id, String secret, Instant at, String body) throws Exception {
        return new Webhook(secret).sign(id, at.getEpochSecond(), body);
    }

    private HttpRequest request(String id, Instant at, String signature, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks"))
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
                .header("webhook-signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
