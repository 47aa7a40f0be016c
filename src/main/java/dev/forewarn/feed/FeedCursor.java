package dev.forewarn.feed;

import dev.forewarn.web.Cursor;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A place in the feed. It never expires.
 *
 * @param epoch which feed: another one after a restore from a backup
 * @param position of the last notice before this place
 */
record FeedCursor(UUID epoch, long position) {

    private static final String KIND = "feed";
    private static final Pattern EPOCH = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

    /** @throws ProblemException if it is none, naming the parameter */
    static FeedCursor parse(String parameter, String text) {
        List<String> parts = Cursor.decode(KIND, parameter, text);
        if (parts.size() != 2
                || !EPOCH.matcher(parts.get(0)).matches()
                || !POSITION.matcher(parts.get(1)).matches()) {
            throw ProblemException.parameter(parameter, "is not a cursor of the feed");
        }
        return new FeedCursor(UUID.fromString(parts.get(0)), Long.parseLong(parts.get(1)));
    }

    /**
     * Fails with a problem if this is a place of another feed. One that ends before has lost notices, even if nobody has
     * given it a new epoch.
     */
    void requireIn(UUID present, long newest) {
        if (!epoch.equals(present) || position > newest) {
            throw Problem.of(
                            Status.GONE,
                            "The feed was restored from a backup after this cursor was given out, and notices may have"
                                    + " been lost. Read it again from the beginning, or from after=latest.",
                            Problem.Fault.in("after", "is a cursor of a feed that is no more"))
                    .exception();
        }
    }

    @Override
    public String toString() {
        return Cursor.encode(KIND, epoch, position);
    }
}
