package dev.forewarn.web;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How many items a page holds at most: the parameter {@code limit}. */
public final class Limit {

    /** What counts if none is asked for. */
    public static final int DEFAULT = 100;

    private static final int MAX = 1_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    private Limit() {}

    /**
     * Reads the parameter.
     *
     * @param text as it stands in the query; null if left out
     * @throws ProblemException if it is not a number from 1 to 1,000
     */
    public static int parse(@Nullable String text) {
        return Optional.ofNullable(text).map(Limit::number).orElse(DEFAULT);
    }

    private static int number(String text) {
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (number < 1 || number > MAX) {
            throw ProblemException.parameter("limit", "must be a whole number from 1 to " + MAX);
        }
        return number;
    }
}
