package dev.forewarn.subscription;

import dev.forewarn.web.ProblemException;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a subscription is called outside: {@code sub_} and 26 random characters of base32. */
final class PublicId {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 26;
    private static final Pattern STORABLE = Pattern.compile("[a-z0-9_]{1,60}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private PublicId() {}

    static String random() {
        return RANDOM.ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(i -> ALPHABET.substring(i, i + 1))
                .collect(Collectors.joining("", "sub_", ""));
    }

    /**
     * That id, if it may be asked for: PostgreSQL can't be asked for every text.
     *
     * @throws ProblemException as if it were not there
     */
    static String checked(String id) {
        if (!STORABLE.matcher(id).matches()) {
            throw unknown();
        }
        return id;
    }

    /** Also what is said of another owner's: not even its being there is told. */
    static ProblemException unknown() {
        return ProblemException.notFound("such subscription");
    }
}
