package dev.forewarn.delivery;

import dev.forewarn.subscription.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Makes one attempt: one signed request, answered in time or given up. */
@Singleton
class Sender {

    private static final int MAX_READ = 64 * 1024;
    private static final int LEAST_STATUS = 100;
    private static final int GREATEST_STATUS = 599;
    private static final String USER_AGENT = "Forewarn (+https://www.standardwebhooks.com)";

    private final Vertx vertx;
    private final HttpClient client;
    private final Addresses addresses;
    private final DeliverySettings settings;
    private final InstantSource wall;

    Sender(Vertx vertx, Addresses addresses, DeliverySettings settings, InstantSource wall) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.settings = settings;
        this.wall = wall;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) settings.connectTimeout().toMillis())
                        .setMaxRedirects(0),
                new PoolOptions().setHttp1MaxSize(settings.maxInFlight()));
    }

    /** The answer to one attempt; never fails, and is there when the time for an attempt is up. */
    Future<Answer> send(Target target, String noticeId, Buffer body) {
        Attempt attempt = new Attempt(target, noticeId, body);
        attempt.begin();
        return attempt.answer.future();
    }

    private final class Attempt {
        private final Target target;
        private final String noticeId;
        private final Buffer body;
        private final Promise<Answer> answer = Promise.promise();
        private final Buffer read = Buffer.buffer();
        private final long timer;
        private Optional<HttpClientRequest> request = Optional.empty();

        Attempt(Target target, String noticeId, Buffer body) {
            this.target = target;
            this.noticeId = noticeId;
            this.body = body;
            this.timer = vertx.setTimer(settings.timeout().toMillis(), id -> giveUp(Answer.Reason.TIMEOUT));
        }

        void begin() {
            addresses
                    .of(target.url().getHost())
                    .compose(this::connect)
                    .compose(this::ask)
                    .onSuccess(this::read)
                    .onFailure(failure -> giveUp(error(failure)));
        }

        private Future<HttpClientRequest> connect(InetAddress address) {
            URI url = target.url();
            boolean tls = "https".equalsIgnoreCase(url.getScheme());
            int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
            return client.request(new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                    .setHost(url.getHost())
                    .setPort(port)
                    .setSsl(tls)
                    .setURI(uri(url))
                    .setFollowRedirects(false));
        }

        private Future<HttpClientResponse> ask(HttpClientRequest connected) {
            if (answer.future().isComplete()) {
                connected.reset();
                return Future.failedFuture("the time for the attempt was up before it was connected");
            }
            request = Optional.of(connected);
            long timestamp = wall.instant().getEpochSecond();
            // First, so that none of them can take the place of one of ours.
            target.headers().forEach(connected::putHeader);
            connected
                    .putHeader("content-type", "application/json")
                    .putHeader("user-agent", USER_AGENT)
                    .putHeader("webhook-id", noticeId)
                    .putHeader("webhook-timestamp", Long.toString(timestamp))
                    .putHeader("webhook-signature", Signature.of(target.keys(), noticeId, timestamp, body));
            return connected.send(body);
        }

        private void read(HttpClientResponse response) {
            response.handler(part -> read(response, part));
            response.endHandler(any -> end(response));
            response.exceptionHandler(failure -> giveUp(error(failure)));
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

    private static Answer.Reason error(Throwable failure) {
        if (failure instanceof Addresses.Blocked) {
            return Answer.Reason.BLOCKED_ADDRESS;
        }
        if (failure instanceof UnknownHostException) {
            return Answer.Reason.NAME_NOT_FOUND;
        }
        if (failure instanceof io.netty.channel.ConnectTimeoutException) {
            return Answer.Reason.TIMEOUT;
        }
        if (failure instanceof ConnectException) {
            return Answer.Reason.CONNECTION_REFUSED;
        }
        if (failure instanceof SSLException) {
            return Answer.Reason.TLS;
        }
        return failure instanceof VertxException || failure instanceof java.io.IOException
                ? Answer.Reason.CONNECTION_CLOSED
                : Answer.Reason.NO_CONNECTION;
    }
}
