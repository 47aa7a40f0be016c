package dev.forewarn.feed;

import dev.forewarn.notice.Horizon;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Polls the feed. A poll that finds nothing waits at the horizon, with no thread and no connection, and looks again.
 *
 * <pre>
 *   read ─▶ found, or time is up, or stopping ─▶ answer
 *    ▲                │ neither
 *    └── horizon ◀────┘
 * </pre>
 */
@Singleton
final class Feed {

    private final FeedLooks looks;
    private final Horizon horizon;

    Feed(FeedLooks looks, Horizon horizon) {
        this.looks = looks;
        this.horizon = horizon;
    }

    Uni<FeedSlice> poll(FeedQuery query) {
        return poll(query, Patience.of(query.patience()));
    }

    private Uni<FeedSlice> poll(FeedQuery query, Patience patience) {
        // Asked before reading: what has been heard of by then, and is not found, must not wake this poll again and
        // again.
        long heard = horizon.newest();
        return looks.read(query, heard)
                .invoke(slice -> query.start().requireIn(slice.epoch(), slice.newest()))
                .chain(slice -> answer(query, slice, heard, patience));
    }

    private Uni<FeedSlice> answer(FeedQuery query, FeedSlice slice, long heard, Patience patience) {
        Duration left = patience.left();
        if (!slice.isEmpty() || left.isZero() || horizon.closed()) {
            return Uni.createFrom().item(slice);
        }
        return horizon.passes(Math.max(heard, slice.newest()), left)
                .chain(() -> poll(query.behind(slice.next()), patience));
    }

    /** How long a reader still wants to wait; by a clock that nobody sets. */
    private record Patience(long endsAt) {
        static Patience of(Duration wait) {
            return new Patience(System.nanoTime() + wait.toNanos());
        }

        Duration left() {
            // Whole milliseconds: no timer runs for less.
            return Duration.ofMillis(
                    Math.max(0, Duration.ofNanos(endsAt - System.nanoTime()).toMillis()));
        }
    }
}
