package dev.forewarn.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {

    private static final byte[] NEW = "the new key, 32 bytes of length.".getBytes(UTF_8);
    private static final byte[] OLD = "the old key, 32 bytes of length.".getBytes(UTF_8);
    private static final String ID = "ntc_abc";
    private static final String BODY = "{\"text\":\"é – 終了\"}";

    private final long now = Instant.now().getEpochSecond();

    @Test
    void thePublicLibraryVerifiesIt() throws Exception {
        verify(NEW, BODY, now, Signature.of(List.of(NEW), ID, now, Buffer.buffer(BODY)));
    }

    @Test
    void whileAKeyIsRotatedBothVerifyIt() throws Exception {
        String both = Signature.of(List.of(NEW, OLD), ID, now, Buffer.buffer(BODY));

        verify(NEW, BODY, now, both);
        verify(OLD, BODY, now, both);
        assertThat(both.split(" ")).hasSize(2).allMatch(each -> each.startsWith("v1,"));
    }

    @Test
    void anotherKeyBodyOrTimeDoesNotFit() {
        String signature = Signature.of(List.of(NEW), ID, now, Buffer.buffer(BODY));

        assertThatThrownBy(() -> verify(OLD, BODY, now, signature)).isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> verify(NEW, BODY + " ", now, signature))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> verify(NEW, BODY, now + 1, signature))
                .isInstanceOf(WebhookVerificationException.class);
    }

    private static void verify(byte[] key, String body, long timestamp, String signature) throws Exception {
        new Webhook(key)
                .verify(
                        body,
                        Map.of(
                                "webhook-id", List.of(ID),
                                "webhook-timestamp", List.of(Long.toString(timestamp)),
                                "webhook-signature", List.of(signature)));
    }
}
