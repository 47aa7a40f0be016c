package dev.forewarn.feed;

import dev.forewarn.notice.Horizon;
import dev.forewarn.web.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives out the feed as streams. Each is a poll after another, the next begun when its reader has taken what the last one
 * found: a slow reader holds one small page, and no connection.
 *
 * <pre>
 *   first look ─┬─ a place of another feed ─▶ 410
 *               └─ opening ─▶ poll ─▶ events, or a heartbeat ─▶ taken ─┬─ stopping ─▶ end
 *                              ▲                                       │
 *                              └───────────────────────────────────────┘
 * </pre>
 */
@Singleton
@Startup // Metrics tell of open streams before there is one.
final class Streams {

    private static final String OPEN = "forewarn_feed_streams";

    private final Feed feed;
    private final Horizon horizon;
    private final FeedSettings settings;
    private final AtomicInteger open;

    Streams(Feed feed, Horizon horizon, FeedSettings settings, MeterRegistry meters) {
        this.feed = feed;
        this.horizon = horizon;
        this.settings = settings;
        this.open = meters.gauge(OPEN, new AtomicInteger());
    }

    /** How far a reader has come: only one poll of its stream is under way at a time. */
    private static final class Place {
        private volatile FeedCursor cursor;

        Place(FeedCursor cursor) {
            this.cursor = cursor;
        }
    }

    /** Fails with a problem if the place to begin at is none, or too many are open. */
    Uni<EventStream> open(FeedQuery query) {
        if (open.get() >= settings.maxStreams()) {
            throw Problem.of(
                            Status.SERVICE_UNAVAILABLE,
                            "Too many streams are open here; try again soon, or poll /v1/notices.")
                    .exception();
        }
        return feed.poll(query.waiting(Duration.ZERO)).map(first -> stream(query, first));
    }

    private EventStream stream(FeedQuery query, FeedSlice first) {
        Multi<Buffer> beginning = Multi.createFrom().item(Frames.opening(first.before(query.start())));
        Multi<Buffer> frames = Multi.createBy()
                .concatenating()
                .streams(beginning, first(first), rest(query, first.next()))
                .onSubscription()
                .invoke(open::incrementAndGet)
                .onTermination()
                .invoke(open::decrementAndGet);
        return new EventStream(frames);
    }

    private static Multi<Buffer> first(FeedSlice slice) {
        return slice.isEmpty() ? Multi.createFrom().empty() : Multi.createFrom().item(() -> Frames.of(slice));
    }

    private Multi<Buffer> rest(FeedQuery query, FeedCursor from) {
        FeedQuery patient = query.waiting(settings.heartbeat());
        return Multi.createBy()
                .repeating()
                .uni(() -> new Place(from), place -> next(patient, place))
                .whilst(any -> !horizon.closed());
    }

    private Uni<Buffer> next(FeedQuery query, Place place) {
        return feed.poll(query.behind(place.cursor))
                .invoke(slice -> place.cursor = slice.next())
                .map(slice -> slice.isEmpty() ? Frames.HEARTBEAT : Frames.of(slice));
    }
}
