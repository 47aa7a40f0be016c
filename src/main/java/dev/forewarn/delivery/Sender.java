package dev.forewarn.delivery;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.forewarn.loop.EventLoops;
import dev.forewarn.subscription.Target;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes attempts: one signed request each, answered in time or given up. All of it happens on one event loop. */
@Singleton
class Sender {

    private static final int LEAST_STATUS = 100;
    private static final int GREATEST_STATUS = 599;
    private static final long LOOK_MILLIS = 20;

    private final Payloads payloads;
    private final DeliverySettings settings;
    private final InstantSource wall;
    private final ContextInternal context;
    private final Connector connector;
    // Swept by whoever uses it: to wake another thread for that would cost more than the sweep.
    private final LoadingCache<Target, Letterhead> letterheads =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build(Letterhead::new);
    // In the order in which they were begun: all have the same time.
    private final Set<Attempt> open = new LinkedHashSet<>();

    @Inject
    Sender(Vertx vertx, Addresses addresses, Payloads payloads, DeliverySettings settings, InstantSource wall) {
        this(vertx, addresses, payloads, settings, wall, tls());
    }

    Sender(
            Vertx vertx,
            Addresses addresses,
            Payloads payloads,
            DeliverySettings settings,
            InstantSource wall,
            SslContext tls) {
        this.payloads = payloads;
        this.settings = settings;
        this.wall = wall;
        this.context = EventLoops.ofAttempts(vertx);
        Wires wires = new Wires(context, tls, settings.timeout().toMillis(), settings.maxInFlight());
        this.connector = new Connector(wires, addresses, context.nettyEventLoop(), settings.connectTimeout());
        context.runOnContext(any -> vertx.setPeriodic(LOOK_MILLIS, id -> giveUpLate()));
    }

    /** Whom the platform trusts, and whose certificate is for the name that was dialled (RFC 9110, section 4.3.4). */
    private static SslContext tls() {
        try {
            return SslContextBuilder.forClient()
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS is not to be had", e);
        }
    }

    /** Where attempts are made, and answers told. */
    Context context() {
        return context;
    }

    /**
     * The answer to one attempt; never fails, and is there when the time for an attempt is up. It completes on
     * {@link #context}.
     *
     * @param body in the standard format
     * @param mayBeSent asked once more when the receiver is connected
     */
    Future<Answer> send(Target target, String noticeId, Buffer body, BooleanSupplier mayBeSent) {
        Attempt attempt = new Attempt(target, noticeId, payloads.in(target.format(), body), mayBeSent);
        if (context.inThread()) {
            attempt.begin();
        } else {
            context.runOnContext(any -> attempt.begin());
        }
        return attempt.answer.future();
    }

    private void giveUpLate() {
        long now = System.nanoTime();
        // Whoever is told of one may begin others at once.
        while (!open.isEmpty()) {
            Attempt oldest = open.iterator().next();
            if (oldest.until - now > 0) {
                return;
            }
            oldest.giveUp(Answer.Reason.TIMEOUT);
        }
    }

    /**
     * One request.
     *
     * <pre>
     *   begun ─▶ connected ─┬─ not to be sent any more ─▶ withheld
     *                       └─ asked ─┬─ answered ──────▶ its status
     *                                 └─ broken ────────▶ why
     *   at any time: too late ──────────────────────────▶ timeout
     * </pre>
     */
    private final class Attempt implements Wire.Asker {
        private final Target target;
        private final String noticeId;
        private final Payload payload;
        private final BooleanSupplier mayBeSent;
        private final Promise<Answer> answer = Promise.promise();
        private final long until = System.nanoTime() + settings.timeout().toNanos();
        private @Nullable Wire wire;

        Attempt(Target target, String noticeId, Payload payload, BooleanSupplier mayBeSent) {
            this.target = target;
            this.noticeId = noticeId;
            this.payload = payload;
            this.mayBeSent = mayBeSent;
        }

        void begin() {
            open.add(this);
            connect();
        }

        private void connect() {
            connector
                    .connect(target.endpoint())
                    .onSuccess(this::connected)
                    .onFailure(failure -> giveUp(Reasons.of(failure)));
        }

        private void connected(Wire connected) {
            if (answer.future().isComplete()) {
                connected.hangUp();
            } else if (!mayBeSent.getAsBoolean()) {
                connected.hangUp();
                complete(new Answer.Withheld());
            } else {
                wire = connected;
                ask(connected);
            }
        }

        private void ask(Wire connected) {
            long timestamp = wall.instant().getEpochSecond();
            String signature = Signature.of(target.keys(), noticeId, timestamp, payload.body());
            connected.ask(
                    letterheads.get(target).request(ByteBufAllocator.DEFAULT, noticeId, timestamp, signature, payload),
                    this);
        }

        @Override
        public void answered(int status, HttpHeaders headers, Buffer read) {
            context.dispatch(any -> answered(answer(status, headers, read)));
        }

        private void answered(Answer told) {
            wire = null;
            complete(told);
        }

        private Answer answer(int status, HttpHeaders headers, Buffer read) {
            return status < LEAST_STATUS || status > GREATEST_STATUS
                    ? new Answer.Broken(Answer.Reason.INVALID_ANSWER)
                    : new Answer.Status(
                            status,
                            ResponseText.of(read, headers.get("content-encoding")),
                            RetryAfter.parse(headers.get("retry-after"), wall.instant()));
        }

        /** Also where its receiver closed a connection in the moment in which it was used again: it may have read the request. */
        @Override
        public void broken(Throwable failure) {
            context.dispatch(any -> giveUp(Reasons.of(failure)));
        }

        void giveUp(Answer.Reason error) {
            Wire left = wire;
            wire = null;
            if (left != null) {
                left.hangUp();
            }
            complete(new Answer.Broken(error));
        }

        private void complete(Answer result) {
            open.remove(this);
            answer.tryComplete(result);
        }
    }
}
