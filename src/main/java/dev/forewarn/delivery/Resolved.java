package dev.forewarn.delivery;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The addresses of a name.
 *
 * @param ttl how long they hold
 */
record Resolved(List<InetAddress> addresses, Duration ttl) {

    Resolved {
        addresses = List.copyOf(addresses);
    }

    Resolved and(Resolved other) {
        return new Resolved(
                Stream.concat(addresses.stream(), other.addresses.stream()).toList(), shorter(ttl, other.ttl));
    }

    /** For no longer than what it was found by. */
    Resolved within(Duration other) {
        return new Resolved(addresses, shorter(ttl, other));
    }

    /** Those to try, in their order: by turns, IPv4 first, so that a machine that has but one of both gets to it soon. */
    List<InetAddress> inTurn(int most) {
        List<InetAddress> fours = of(Inet4Address.class);
        List<InetAddress> sixes = of(Inet6Address.class);
        return IntStream.range(0, addresses.size())
                .boxed()
                .flatMap(i -> Stream.of(fours, sixes)
                        .flatMap(each -> each.stream().skip(i).limit(1)))
                .limit(most)
                .toList();
    }

    private List<InetAddress> of(Class<? extends InetAddress> family) {
        return addresses.stream().filter(family::isInstance).toList();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
