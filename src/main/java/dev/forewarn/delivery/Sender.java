package dev.forewarn.delivery;

import dev.forewarn.subscription.Endpoint;
import dev.forewarn.subscription.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Makes one attempt: one signed request, answered in time or given up. */
@Singleton
class Sender {

    private static final int MAX_READ = 64 * 1024;
    private static final int LEAST_STATUS = 100;
    private static final int GREATEST_STATUS = 599;
    private static final String USER_AGENT = "Forewarn (+https://www.standardwebhooks.com)";

    private final Vertx vertx;
    private final Connector connector;
    private final Payloads payloads;
    private final DeliverySettings settings;
    private final InstantSource wall;

    Sender(Vertx vertx, Addresses addresses, Payloads payloads, DeliverySettings settings, InstantSource wall) {
        this.vertx = vertx;
        this.payloads = payloads;
        this.settings = settings;
        this.wall = wall;
        this.connector = new Connector(client(vertx, settings), addresses, settings.connectTimeout());
    }

    private static HttpClient client(Vertx vertx, DeliverySettings settings) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) settings.connectTimeout().toMillis())
                        .setMaxRedirects(0),
                new PoolOptions().setHttp1MaxSize(settings.maxInFlight()));
    }

    /**
     * The answer to one attempt; never fails, and is there when the time for an attempt is up.
     *
     * @param body in the standard format
     * @param mayBeSent asked once more when the receiver is connected
     */
    Future<Answer> send(Target target, String noticeId, Buffer body, BooleanSupplier mayBeSent) {
        Attempt attempt = new Attempt(target, noticeId, payloads.in(target.format(), body), mayBeSent);
        attempt.begin();
        return attempt.answer.future();
    }

    private final class Attempt {
        private final Target target;
        private final String noticeId;
        private final Payload payload;
        private final BooleanSupplier mayBeSent;
        private final Promise<Answer> answer = Promise.promise();
        private final Buffer read = Buffer.buffer();
        private final long timer;
        private Optional<HttpClientRequest> request = Optional.empty();

        Attempt(Target target, String noticeId, Payload payload, BooleanSupplier mayBeSent) {
            this.target = target;
            this.noticeId = noticeId;
            this.payload = payload;
            this.mayBeSent = mayBeSent;
            this.timer = vertx.setTimer(settings.timeout().toMillis(), id -> giveUp(Answer.Reason.TIMEOUT));
        }

        void begin() {
            connect().compose(this::ask).onSuccess(this::read).onFailure(failure -> giveUp(Reasons.of(failure)));
        }

        private Future<HttpClientRequest> connect() {
            RequestOptions request = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setURI(uri(target.url()))
                    .setFollowRedirects(false);
            return connector.connect(Endpoint.of(target.url()), request);
        }

        private Future<HttpClientResponse> ask(HttpClientRequest connected) {
            if (answer.future().isComplete()) {
                connected.reset();
                return Future.failedFuture("the time for the attempt was up before it was connected");
            }
            request = Optional.of(connected);
            if (!mayBeSent.getAsBoolean()) {
                complete(new Answer.Withheld());
                connected.reset();
                return Future.failedFuture("it is not to be sent any more");
            }
            long timestamp = wall.instant().getEpochSecond();
            // First, so that none of them can take the place of one of ours.
            target.headers().forEach(connected::putHeader);
            payload.headers().forEach(connected::putHeader);
            connected
                    .putHeader("user-agent", USER_AGENT)
                    .putHeader("webhook-id", noticeId)
                    .putHeader("webhook-timestamp", Long.toString(timestamp))
                    .putHeader("webhook-signature", Signature.of(target.keys(), noticeId, timestamp, payload.body()));
            return connected.send(payload.body());
        }

        private void read(HttpClientResponse response) {
            response.handler(part -> read(response, part));
            response.endHandler(any -> end(response));
            response.exceptionHandler(failure -> giveUp(Reasons.of(failure)));
        }

        /** Whoever sends more than is read has answered: the status counts, and the connection is closed. */
        private void read(HttpClientResponse response, Buffer part) {
            read.appendBuffer(part.slice(0, Math.min(part.length(), MAX_READ - read.length())));
            if (read.length() >= MAX_READ) {
                end(response);
                response.request().connection().close();
            }
        }

        private void end(HttpClientResponse response) {
            if (response.statusCode() < LEAST_STATUS || response.statusCode() > GREATEST_STATUS) {
                giveUp(Answer.Reason.INVALID_ANSWER);
                return;
            }
            complete(new Answer.Status(
                    response.statusCode(),
                    ResponseText.of(read, response.getHeader(HttpHeaders.CONTENT_ENCODING)),
                    RetryAfter.parse(response.getHeader("retry-after"), wall.instant())));
        }

        private void giveUp(Answer.Reason error) {
            if (complete(new Answer.Broken(error))) {
                request.ifPresent(HttpClientRequest::reset);
            }
        }

        private boolean complete(Answer result) {
            vertx.cancelTimer(timer);
            return answer.tryComplete(result);
        }
    }

    private static String uri(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
