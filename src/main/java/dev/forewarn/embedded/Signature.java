package dev.forewarn.embedded;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The receiver's half of Standard Webhooks: whether a request was signed with a secret, and lately. */
final class Signature {

    private static final String SECRET_PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final String ALGORITHM = "HmacSHA256";
    // The tolerance that the specification's own libraries use.
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final SecretKeySpec key;

    /** @param secret {@code whsec_} and base64 */
    Signature(String secret) {
        byte[] bytes = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * @param id of {@code webhook-id}
     * @param timestamp of {@code webhook-timestamp}, in seconds
     * @param signatures of {@code webhook-signature}, separated by spaces: several while a secret is rotated
     */
    boolean holds(String id, String timestamp, String signatures, byte[] body, Instant now) {
        byte[] expected = sign((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8), body);
        return recent(timestamp, now)
                && Arrays.stream(signatures.split(" "))
                        .filter(signature -> signature.startsWith(VERSION))
                        .flatMap(signature -> decode(signature.substring(VERSION.length())).stream())
                        .anyMatch(given -> MessageDigest.isEqual(expected, given));
    }

    private byte[] sign(byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(head);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static boolean recent(String timestamp, Instant now) {
        try {
            Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
            return Duration.between(at, now).abs().compareTo(TOLERANCE) <= 0;
        } catch (NumberFormatException | DateTimeException e) {
            return false;
        }
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
