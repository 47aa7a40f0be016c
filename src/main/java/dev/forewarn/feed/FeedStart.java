package dev.forewarn.feed;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Behind which place a poll reads on. */
sealed interface FeedStart {

    /** The position of the last notice before that place; null for the end. */
    @Nullable
    Long position();

    /** Fails with a problem if that place is not in the feed as it is now. */
    default void requireIn(UUID epoch, long newest) {}

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
    }

    record Latest() implements FeedStart {
        @Override
        public @Nullable Long position() {
            return null;
        }
    }

    record Behind(FeedCursor cursor) implements FeedStart {
        @Override
        public Long position() {
            return cursor.position();
        }

        @Override
        public void requireIn(UUID epoch, long newest) {
            cursor.requireIn(epoch, newest);
        }
    }
}
