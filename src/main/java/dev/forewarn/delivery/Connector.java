package dev.forewarn.delivery;

import dev.forewarn.delivery.Wires.Way;
import dev.forewarn.subscription.Endpoint;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Connects to a receiver at the addresses that were checked, and at no other. Its name is for TLS. Used on one event loop.
 */
final class Connector {

    /** How much of the time that is left one address may take while there is another. */
    private static final double SHARE = 0.6;

    private final Wires wires;
    private final Addresses addresses;
    private final EventLoop loop;
    private final Duration limit;

    /** @param limit how long a connection may take to be made, however many addresses are tried for it */
    Connector(Wires wires, Addresses addresses, EventLoop loop, Duration limit) {
        this.wires = wires;
        this.addresses = addresses;
        this.loop = loop;
        this.limit = limit;
    }

    /** A connection that is ready for a request; fails as {@link Addresses#of} or with the first address's failure. */
    Future<Wire> connect(Endpoint receiver) {
        return here(addresses.of(receiver)).compose(found -> connect(receiver, found));
    }

    /** A look-up may end on a thread of its own. */
    private <T> Future<T> here(Future<T> found) {
        if (found.isComplete()) {
            return found;
        }
        Promise<T> here = Promise.promise();
        found.onComplete(result -> loop.execute(() -> here.handle(result)));
        return here.future();
    }

    private Future<Wire> connect(Endpoint receiver, List<InetAddress> found) {
        List<Way> ways = new ArrayList<>(found.size());
        for (InetAddress address : found) {
            Way way = way(receiver, address);
            Optional<Wire> kept = wires.kept(way);
            if (kept.isPresent()) {
                return Future.succeededFuture(kept.get());
            }
            ways.add(way);
        }
        return dial(ways, System.nanoTime() + limit.toNanos());
    }

    private static Way way(Endpoint receiver, InetAddress address) {
        return new Way(
                address,
                receiver.port(),
                receiver.tls(),
                receiver.tls() ? receiver.host().text() : "");
    }

    private Future<Wire> dial(List<Way> left, long deadline) {
        long millis = Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis());
        List<Way> others = left.subList(1, left.size());
        if (others.isEmpty()) {
            return wires.open(left.get(0), millis);
        }
        return within(left.get(0), Math.max(1, (long) (millis * SHARE)))
                .recover(failure -> unreachable(failure)
                        ? dial(others, deadline).recover(any -> Future.failedFuture(failure))
                        : Future.failedFuture(failure));
    }

    /** With TLS in that time. One that comes too late is closed. */
    private Future<Wire> within(Way way, long millis) {
        Promise<Wire> inTime = Promise.promise();
        ScheduledFuture<?> timer =
                loop.schedule(() -> inTime.tryFail(new TimeoutException()), millis, TimeUnit.MILLISECONDS);
        wires.open(way, millis).onComplete(opened -> {
            timer.cancel(false);
            if (opened.failed()) {
                inTime.tryFail(opened.cause());
            } else if (!inTime.tryComplete(opened.result())) {
                opened.result().hangUp();
            }
        });
        return inTime.future();
    }

    /** Whoever presents a wrong certificate has been reached. */
    private static boolean unreachable(Throwable failure) {
        return failure instanceof TimeoutException
                || (failure instanceof IOException && !(failure instanceof SSLException));
    }
}
