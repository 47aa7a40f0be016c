package dev.forewarn.feed;

import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jboss.resteasy.reactive.server.vertx.VertxResteasyReactiveRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream frame by frame, as fast as its reader takes it. The framework's own writer of events knows objects;
 * these are bytes that many readers share.
 */
@Provider
public final class EventStreamWriter implements ServerMessageBodyWriter<EventStream> {

    // A reader that takes nothing for so long is dead, or may come back to where it was.
    private static final Duration STALLED = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(EventStreamWriter.class);

    @Override
    public boolean isWriteable(
            Class<?> type, @Nullable Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == EventStream.class;
    }

    @Override
    public boolean isWriteable(
            Class<?> type, @Nullable Type genericType, Annotation @Nullable [] annotations, MediaType mediaType) {
        return type == EventStream.class;
    }

    @Override
    public void writeResponse(EventStream stream, @Nullable Type genericType, ServerRequestContext context) {
        VertxResteasyReactiveRequestContext request = (VertxResteasyReactiveRequestContext) context;
        request.suspend();
        HttpServerResponse response = request.vertxServerResponse().setChunked(true);
        stream.frames()
                .subscribe()
                .withSubscriber(new Reader(response, request.getContext().vertx()));
    }

    @Override
    public void writeTo(
            EventStream stream,
            Class<?> type,
            @Nullable Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        throw new UnsupportedOperationException("a stream has no end that could be waited for");
    }

    /** One that asks for the next frame when the connection has taken the last. */
    private static final class Reader implements MultiSubscriber<Buffer> {

        private final HttpServerResponse response;
        private final Vertx vertx;
        private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

        Reader(HttpServerResponse response, Vertx vertx) {
            this.response = response;
            this.vertx = vertx;
        }

        @Override
        public void onSubscribe(Subscription frames) {
            subscription.set(frames);
            response.exceptionHandler(any -> frames.cancel());
            response.closeHandler(any -> frames.cancel());
            if (response.closed()) {
                frames.cancel();
            } else {
                frames.request(1);
            }
        }

        @Override
        public void onItem(Buffer frame) {
            long stalled = vertx.setTimer(STALLED.toMillis(), any -> response.reset());
            response.write(frame)
                    .onComplete(any -> vertx.cancelTimer(stalled))
                    .onComplete(taken -> next(taken.succeeded()));
        }

        private void next(boolean taken) {
            Subscription frames = subscription.get();
            if (frames == null) {
                return;
            }
            if (taken) {
                frames.request(1);
            } else {
                frames.cancel();
            }
        }

        /** The reader comes back by itself, to where it was. */
        @Override
        public void onFailure(Throwable failure) {
            LOG.debug("a stream was ended", failure);
            response.reset();
        }

        @Override
        public void onCompletion() {
            response.end();
        }
    }
}
