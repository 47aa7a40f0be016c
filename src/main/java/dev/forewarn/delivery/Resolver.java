package dev.forewarn.delivery;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.DefaultHostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Finds the addresses of a name, all of them, in the file of hosts or by asking name servers. A name is taken as it is: a
 * search list would give a stranger's short name the meaning of a name of ours.
 */
@Singleton
final class Resolver {

    /** Small enough for a datagram not to be cut in pieces, of which a forged one would be easy to slip in; TCP follows. */
    private static final int MAX_DATAGRAM = 1232;

    // Within the time to connect, three servers can be asked in turn.
    private static final double QUERY_SHARE = 0.3;
    private static final Duration FROM_FILE = Duration.ofMinutes(1);

    // An event loop of its own, whatever transport Vert.x uses: answers are small, and there is nothing else to wait
    // for.
    private final NioEventLoopGroup group = new NioEventLoopGroup(1, new DefaultThreadFactory("names", true));
    private final EventLoop loop = group.next();
    private final DefaultHostsFileEntriesResolver hosts = new DefaultHostsFileEntriesResolver();
    private final NameServers servers;
    private final Duration limit;
    private final DnsNameResolver resolver;

    Resolver(DeliverySettings settings) {
        this.servers = servers(settings);
        this.limit = settings.connectTimeout();
        this.resolver = resolver(loop, Math.max(1, (long) (limit.toMillis() * QUERY_SHARE)));
    }

    private static NameServers servers(DeliverySettings settings) {
        try {
            return new NameServers(settings.nameServers());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("FOREWARN_DELIVERY_NAME_SERVERS: " + e.getMessage(), e);
        }
    }

    /** A query has a socket and so a port of its own, which makes its answer hard to forge. Nothing is kept here. */
    private static DnsNameResolver resolver(EventLoop loop, long queryMillis) {
        return new DnsNameResolverBuilder(loop)
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
                .queryTimeoutMillis(queryMillis)
                .maxPayloadSize(MAX_DATAGRAM)
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                .build();
    }

    /**
     * The addresses of a name, be there none; fails if that can't be found out, with a
     * {@link java.util.concurrent.TimeoutException} if nobody answered in time. It completes on a thread of its own.
     */
    Future<Resolved> resolve(String name) {
        Optional<List<InetAddress>> listed =
                Optional.ofNullable(hosts.addresses(name, ResolvedAddressTypes.IPV4_PREFERRED));
        return listed.map(addresses -> Future.succeededFuture(new Resolved(addresses, FROM_FILE)))
                .orElseGet(() -> ask(name));
    }

    private Future<Resolved> ask(String name) {
        Promise<Resolved> resolved = Promise.promise();
        loop.execute(() -> both(name).onComplete(resolved::tryComplete, resolved::tryFail));
        ScheduledFuture<?> timer =
                loop.schedule(() -> resolved.tryFail(new LookUp.Unanswered()), limit.toMillis(), TimeUnit.MILLISECONDS);
        return resolved.future().onComplete(any -> timer.cancel(false));
    }

    private Future<Resolved> both(String name) {
        List<InetSocketAddress> asked = servers.of(name);
        long deadline = System.nanoTime() + limit.toNanos();
        Future<Resolved> four = new LookUp(resolver, asked, DnsRecordType.A, deadline).of(name);
        Future<Resolved> six = new LookUp(resolver, asked, DnsRecordType.AAAA, deadline).of(name);
        return Future.join(four, six).transform(any -> merge(four, six));
    }

    /** What one type gave is good though the other can't be had; that there is nothing, both must say. */
    private static Future<Resolved> merge(Future<Resolved> four, Future<Resolved> six) {
        if (four.succeeded() && six.succeeded()) {
            return Future.succeededFuture(four.result().and(six.result()));
        }
        Future<Resolved> told = four.succeeded() ? four : six;
        Future<Resolved> failed = four.succeeded() ? six : four;
        return told.succeeded() && !told.result().addresses().isEmpty() ? told : failed;
    }

    @PreDestroy
    void close() {
        resolver.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
