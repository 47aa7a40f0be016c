package dev.forewarn.subscription;

import java.security.SecureRandom;
import java.util.Base64;

/** The key by which a subscription's webhooks are signed. */
final class Secret {

    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    private Secret(byte[] key) {
        this.key = key;
    }

    static Secret random() {
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return new Secret(key);
    }

    /** What the HMAC is keyed with. */
    byte[] key() {
        return key.clone();
    }

    /** As its owner is told it, once: in the form of Standard Webhooks. */
    String told() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
