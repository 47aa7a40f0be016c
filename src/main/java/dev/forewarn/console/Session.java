package dev.forewarn.console;

import io.quarkus.security.identity.SecurityIdentity;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * That somebody is signed in. It is kept by their browser alone, sealed, so that every replica knows it.
 *
 * @param until when it ends, to the second
 * @param secret known to the pages of this session and to nobody else: what they send is told by it
 * @param key the digest of the key that was shown
 */
record Session(Instant until, byte[] secret, byte[] key) {

    /** Of the identity of whoever is signed in. */
    static final String ATTRIBUTE = "forewarn.session";

    private static final int SECRET = 16;
    private static final int KEY = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    Session {
        secret = secret.clone();
        key = key.clone();
    }

    static Session begin(byte[] key, Instant until) {
        return new Session(until, random(SECRET), key);
    }

    /** Empty for whoever is not signed in here. */
    static Optional<Session> of(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(ATTRIBUTE));
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public byte[] key() {
        return key.clone();
    }

    byte[] bytes() {
        return ByteBuffer.allocate(Long.BYTES + SECRET + KEY)
                .putLong(until.getEpochSecond())
                .put(secret)
                .put(key)
                .array();
    }

    /** Empty if these are no session's. */
    static Optional<Session> read(byte[] bytes) {
        if (bytes.length != Long.BYTES + SECRET + KEY) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Instant until = Instant.ofEpochSecond(buffer.getLong());
        byte[] secret = new byte[SECRET];
        byte[] key = new byte[KEY];
        buffer.get(secret).get(key);
        return Optional.of(new Session(until, secret, key));
    }

    /**
     * What a form of this session holds. It is another one each time, so that nothing can be learnt from how well a page is
     * compressed.
     */
    String token() {
        byte[] pad = random(SECRET);
        ByteBuffer token = ByteBuffer.allocate(2 * SECRET).put(pad).put(xor(pad, secret));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    /** Whether a form of this session holds that. */
    boolean gave(String token) {
        byte[] bytes = decoded(token);
        if (bytes.length != 2 * SECRET) {
            return false;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] pad = new byte[SECRET];
        byte[] masked = new byte[SECRET];
        buffer.get(pad).get(masked);
        return MessageDigest.isEqual(secret, xor(pad, masked));
    }

    private static byte[] decoded(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] both = new byte[one.length];
        for (int i = 0; i < one.length; i++) {
            both[i] = (byte) (one[i] ^ other[i]);
        }
        return both;
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    @Override
    public String toString() {
        return "Session[until " + until + "]";
    }
}
