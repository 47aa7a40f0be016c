package dev.forewarn.subscription;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** What a subscription is called outside: {@code sub_} and 26 random characters of base32. */
final class PublicId {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 26;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PublicId() {}

    static String random() {
        return RANDOM.ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(i -> ALPHABET.substring(i, i + 1))
                .collect(Collectors.joining("", "sub_", ""));
    }
}
