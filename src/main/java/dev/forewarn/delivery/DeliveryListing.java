package dev.forewarn.delivery;

import dev.forewarn.web.Cursor;
import dev.forewarn.web.Limit;
import dev.forewarn.web.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a subscription's deliveries somebody asks for.
 *
 * @param before the position of a notice behind which it begins, as they go back in time
 * @param stage of those that are listed; empty: any
 */
public record DeliveryListing(long before, int limit, Optional<Stage> stage) {

    private static final String CURSOR = "deliveries";
    private static final Pattern PLACE = Pattern.compile("[0-9]{1,18}");

    /**
     * Reads the parameters.
     *
     * @param subscription its public id, for which a cursor holds alone
     * @throws ProblemException naming the one that can't be understood
     */
    public static DeliveryListing of(
            String subscription, @Nullable String cursor, @Nullable String limit, @Nullable String state) {
        return new DeliveryListing(
                Optional.ofNullable(cursor)
                        .map(text -> place(subscription, text))
                        .orElse(Long.MAX_VALUE),
                Limit.parse(limit),
                Optional.ofNullable(state).map(DeliveryListing::stage));
    }

    /** The cursor behind a notice's position. */
    static String cursor(String subscription, long position) {
        return Cursor.encode(CURSOR, subscription, position);
    }

    private static Stage stage(String word) {
        return Stage.parse(word)
                .orElseThrow(() -> ProblemException.parameter("state", "must be one of " + Stage.allowed()));
    }

    private static long place(String subscription, String cursor) {
        List<String> parts = Cursor.decode(CURSOR, "cursor", cursor);
        if (parts.size() != 2
                || !parts.get(0).equals(subscription)
                || !PLACE.matcher(parts.get(1)).matches()) {
            throw ProblemException.parameter("cursor", "is not a cursor of this list");
        }
        return Long.parseLong(parts.get(1));
    }
}
