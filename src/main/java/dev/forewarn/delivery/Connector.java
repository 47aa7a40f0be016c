package dev.forewarn.delivery;

import dev.forewarn.subscription.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Connects to a receiver at the addresses that were checked, and at no other: the client is given the address itself, and
 * keeps its connections by it. The receiver's name is for the header Host and for TLS.
 */
final class Connector {

    /** How much of the time that is left one address may take while there is another. */
    private static final double SHARE = 0.6;

    private final HttpClient client;
    private final Addresses addresses;
    private final Duration limit;

    /** @param limit how long the addresses of a receiver that has several may take together */
    Connector(HttpClient client, Addresses addresses, Duration limit) {
        this.client = client;
        this.addresses = addresses;
        this.limit = limit;
    }

    /** A connection to a receiver, ready for a request; fails as {@link Addresses#of} or with the first address's failure. */
    Future<HttpClientRequest> connect(Endpoint receiver, RequestOptions request) {
        request.setHost(receiver.host().text()).setPort(receiver.port()).setSsl(receiver.tls());
        return addresses.of(receiver).compose(found -> first(request, found));
    }

    private Future<HttpClientRequest> first(RequestOptions request, List<InetAddress> found) {
        // One address alone has the client's own limit, which leaves out TLS.
        return found.size() == 1
                ? client.request(at(found.get(0), request))
                : next(request, found, System.nanoTime() + limit.toNanos());
    }

    private Future<HttpClientRequest> next(RequestOptions request, List<InetAddress> left, long deadline) {
        long millis = Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis());
        List<InetAddress> others = left.subList(1, left.size());
        RequestOptions options = at(left.get(0), request)
                .setConnectTimeout(others.isEmpty() ? millis : Math.max(1, (long) (millis * SHARE)));
        return client.request(options)
                .recover(failure -> others.isEmpty() || !unreachable(failure)
                        ? Future.failedFuture(failure)
                        : next(request, others, deadline).recover(any -> Future.failedFuture(failure)));
    }

    /** An address in bytes is not looked up by anybody. */
    private static RequestOptions at(InetAddress address, RequestOptions request) {
        InetSocketAddress server = new InetSocketAddress(address, request.getPort());
        return new RequestOptions(request).setServer(SocketAddress.inetSocketAddress(server));
    }

    /** Whoever presents a wrong certificate has been reached. */
    private static boolean unreachable(Throwable failure) {
        return failure instanceof TimeoutException
                || (failure instanceof IOException && !(failure instanceof SSLException));
    }
}
