package dev.forewarn.feed;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Behind which place a poll reads on. */
sealed interface FeedStart {

    /** The position of the last notice before that place; null for the end. */
    @Nullable
    Long position();

    /** Whether that place is in the feed as it is now. */
    boolean isIn(UUID epoch, long newest);

    static FeedStart of(Optional<String> after) {
        return after.map(FeedStart::of).orElseGet(Beginning::new);
    }

    private static FeedStart of(String after) {
        return after.equals("latest") ? new Latest() : new Behind(FeedCursor.parse("after", after));
    }

    record Beginning() implements FeedStart {
        @Override
        public Long position() {
            return 0L;
        }

        @Override
        public boolean isIn(UUID epoch, long newest) {
            return true;
        }
    }

    record Latest() implements FeedStart {
        @Override
        public @Nullable Long position() {
            return null;
        }

        @Override
        public boolean isIn(UUID epoch, long newest) {
            return true;
        }
    }

    record Behind(FeedCursor cursor) implements FeedStart {
        @Override
        public Long position() {
            return cursor.position();
        }

        // A feed that ends before the cursor has lost notices, even if nobody has given it a new epoch.
        @Override
        public boolean isIn(UUID epoch, long newest) {
            return cursor.epoch().equals(epoch) && cursor.position() <= newest;
        }
    }
}
