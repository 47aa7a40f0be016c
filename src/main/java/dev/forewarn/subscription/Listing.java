package dev.forewarn.subscription;

import dev.forewarn.lifecycle.Word;
import dev.forewarn.web.Cursor;
import dev.forewarn.web.Limit;
import dev.forewarn.web.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the list somebody asks for.
 *
 * @param after the place behind which it begins
 * @param owner whose alone
 * @param states those that are listed
 */
public record Listing(long after, int limit, Optional<String> owner, List<String> states) {

    private static final String CURSOR = "subscriptions";
    private static final Pattern PLACE = Pattern.compile("[0-9]{1,18}");
    private static final Pattern OWNER = Pattern.compile("own_[a-z0-9_]{1,60}");

    public Listing {
        states = List.copyOf(states);
    }

    /**
     * Reads the parameters.
     *
     * @throws ProblemException naming the one that can't be understood
     */
    public static Listing of(
            @Nullable String cursor, @Nullable String limit, @Nullable String owner, @Nullable String state) {
        return new Listing(
                Optional.ofNullable(cursor).map(Listing::place).orElse(0L),
                Limit.parse(limit),
                Optional.ofNullable(owner).map(Listing::owner),
                Optional.ofNullable(state).map(Listing::state).orElseGet(Listing::all));
    }

    /** The cursor behind a place. */
    static String cursor(long place) {
        return Cursor.encode(CURSOR, place);
    }

    private static long place(String cursor) {
        List<String> parts = Cursor.decode(CURSOR, "cursor", cursor);
        if (parts.size() != 1 || !PLACE.matcher(parts.get(0)).matches()) {
            throw ProblemException.parameter("cursor", "is not a cursor of this list");
        }
        return Long.parseLong(parts.get(0));
    }

    private static String owner(String text) {
        if (!OWNER.matcher(text).matches()) {
            throw ProblemException.parameter("owner", "must be the id of an owner: own_…");
        }
        return text;
    }

    private static List<String> state(String word) {
        try {
            return List.of(Word.parse(State.class, word).word());
        } catch (IllegalArgumentException e) {
            throw ProblemException.parameter("state", String.valueOf(e.getMessage()));
        }
    }

    private static List<String> all() {
        return Arrays.stream(State.values()).map(Word::word).toList();
    }
}
