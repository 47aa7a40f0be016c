package dev.forewarn.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The operator's key that always holds, of at least 16 characters: {@code forewarn.admin-key}. Unset, there is none.
 * Only its digest is kept.
 */
@Startup
@Singleton
final class AdminKey {

    private static final int MIN_LENGTH = 16;

    private final Optional<byte[]> digest;

    AdminKey(@ConfigProperty(name = "forewarn.admin-key") Optional<String> key) {
        this.digest = key.map(AdminKey::longEnough).map(AdminKey::sha256);
    }

    /** Takes the same time whatever is wrong with the key, so that it can't be found out piece by piece. */
    boolean is(String key) {
        return has(sha256(key));
    }

    /** Whether that is what is kept of it. */
    boolean has(byte[] presented) {
        return digest.map(expected -> MessageDigest.isEqual(expected, presented))
                .orElse(false);
    }

    private static String longEnough(String key) {
        if (key.strip().length() < MIN_LENGTH) {
            throw new ConfigurationException("FOREWARN_ADMIN_KEY (forewarn.admin-key) must have at least " + MIN_LENGTH
                    + " characters, or be left out");
        }
        return key.strip();
    }

    /** What is kept of a key that might be it. */
    static byte[] sha256(String key) {
        return Sha256.of(key.getBytes(UTF_8));
    }
}
