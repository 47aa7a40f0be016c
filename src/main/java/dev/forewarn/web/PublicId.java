package dev.forewarn.web;

import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a row is called outside: a prefix that says what it is, and 26 random characters of base32. */
public final class PublicId {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 26;
    private static final Pattern FORM = Pattern.compile("[a-z]{3}_[a-z2-7]{1,26}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private PublicId() {}

    /** Whether it could be one; what can't need not be looked for, and might hold what a database does not take. */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** @param prefix with its underscore */
    public static String random(String prefix) {
        return RANDOM.ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(i -> ALPHABET.substring(i, i + 1))
                .collect(Collectors.joining("", prefix, ""));
    }
}
