package dev.forewarn.delivery;

import dev.forewarn.subscription.Endpoint;
import dev.forewarn.subscription.Host;
import dev.forewarn.subscription.Reach;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds a receiver's addresses and checks them: what was checked is what is dialled. */
@Singleton
class Addresses {

    private final Reach reach;
    private final KeptNames names;

    Addresses(Reach reach, KeptNames names) {
        this.reach = reach;
        this.names = names;
    }

    /**
     * The addresses that a receiver may be sent to, at least one, in the order in which they should be tried. Fails with
     * {@link UnknownHostException}, {@link Blocked} or a {@link java.util.concurrent.TimeoutException}; may complete on another thread.
     */
    Future<List<InetAddress>> of(Endpoint receiver) {
        return resolved(receiver.host()).compose(found -> check(receiver, found));
    }

    private Future<List<InetAddress>> resolved(Host host) {
        return host instanceof Host.Address literal
                ? Future.succeededFuture(List.of(literal.address()))
                : names.of(host.text());
    }

    private Future<List<InetAddress>> check(Endpoint receiver, List<InetAddress> found) {
        boolean allowed = found.stream().allMatch(address -> reach.allows(address, receiver.port()));
        return allowed ? Future.succeededFuture(found) : Future.failedFuture(new Blocked());
    }

    /** One of the addresses is none that may be sent to. Which one, is nobody's business. */
    static final class Blocked extends Exception {
        private static final long serialVersionUID = 1L;

        Blocked() {
            super(null, null, false, false);
        }
    }
}
