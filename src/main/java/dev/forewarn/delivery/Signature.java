package dev.forewarn.delivery;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs a webhook as Standard Webhooks 1.0 says: HMAC-SHA256 of {@code id.timestamp.body}. */
final class Signature {

    private static final String ALGORITHM = "HmacSHA256";

    // To look one up costs as much as to sign.
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(Signature::mac);

    private Signature() {}

    /**
     * The value of {@code webhook-signature}: one signature a key, with a space between them.
     *
     * @param timestamp of the attempt, in seconds since 1970
     */
    static String of(List<byte[]> keys, String id, long timestamp, Buffer body) {
        byte[] bytes = body.getBytes();
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII);
        return keys.size() == 1
                ? sign(keys.get(0), head, bytes)
                : keys.stream().map(key -> sign(key, head, bytes)).collect(Collectors.joining(" "));
    }

    private static String sign(byte[] key, byte[] head, byte[] body) {
        try {
            Mac mac = MAC.get();
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(head);
            mac.update(body);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of any length will do", e);
        }
    }

    private static Mac mac() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
