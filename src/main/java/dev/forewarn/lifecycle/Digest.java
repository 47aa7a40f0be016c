package dev.forewarn.lifecycle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Ids that follow from what they name. */
final class Digest {

    private static final int ID_LENGTH = 26;
    private static final int BITS_PER_CHARACTER = 5;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private Digest() {}

    /** The first 26 characters of the lower-case base32 (RFC 4648) of the SHA-256 of the text's UTF-8. */
    static String shortId(String text) {
        byte[] hash = sha256(text.getBytes(StandardCharsets.UTF_8));
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            int bit = i * BITS_PER_CHARACTER;
            int pair = (hash[bit / 8] & 0xff) << 8 | (hash[bit / 8 + 1] & 0xff);
            id.append(ALPHABET.charAt(pair >> (16 - BITS_PER_CHARACTER - bit % 8) & 31));
        }
        return id.toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
