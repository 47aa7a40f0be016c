package dev.forewarn.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forewarn.web.ProblemException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which a client may send a creating POST again without creating twice: the header {@code Idempotency-Key}.
 *
 * @param digest SHA-256 of what is asked for: the path and the body's bytes
 */
public record IdempotencyKey(String key, byte[] digest) {

    public static final String HEADER = "Idempotency-Key";

    /** {@code true} in the answer that tells of what was created before. */
    public static final String REPLAYED = "Idempotent-Replayed";

    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,255}");

    public IdempotencyKey {
        digest = digest.clone();
    }

    /**
     * Reads the header.
     *
     * @param header null if there is none
     * @throws ProblemException if it is not 1 to 255 printable ASCII characters
     */
    public static Optional<IdempotencyKey> of(@Nullable String header, String path, byte[] body) {
        return Optional.ofNullable(header).map(key -> new IdempotencyKey(checked(key), digest(path, body)));
    }

    @Override
    public byte[] digest() {
        return digest.clone();
    }

    /** Whether this is the digest of the same request. */
    boolean asks(byte[] other) {
        return MessageDigest.isEqual(digest, other);
    }

    private static String checked(String key) {
        if (!PRINTABLE.matcher(key).matches()) {
            throw ProblemException.parameter(HEADER, "must be 1 to 255 printable ASCII characters");
        }
        return key;
    }

    private static byte[] digest(String path, byte[] body) {
        MessageDigest digest = Sha256.digest();
        digest.update(path.getBytes(UTF_8));
        digest.update((byte) 0);
        return digest.digest(body);
    }
}
