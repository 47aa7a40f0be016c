package dev.forewarn.access;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** An API key, as a client presents it: {@code fwk_} and 32 random bytes in URL-safe base64. */
final class Credential {

    private static final String PREFIX = "fwk_";
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    private Credential(byte[] key) {
        this.key = key;
    }

    static Credential random() {
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return new Credential(key);
    }

    /** Whether somebody meant one of these, in whatever form. */
    static boolean meant(String text) {
        return text.startsWith(PREFIX);
    }

    /** Empty if it can't be one, so that nobody need look for it. */
    static Optional<Credential> parse(String text) {
        return Optional.of(text)
                .filter(given -> FORM.matcher(given).matches())
                .map(given -> new Credential(Base64.getUrlDecoder().decode(given.substring(PREFIX.length()))))
                // The last character holds two bits that are not part of the key.
                .filter(given -> given.told().equals(text));
    }

    /** What is kept of it. */
    byte[] digest() {
        return Sha256.of(key);
    }

    /** As its owner is told it, once. */
    String told() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
