package dev.forewarn.delivery;

import io.netty.channel.AddressedEnvelope;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * The look-up of one type of addresses of one name: server after server until one answers, alias after alias until there are
 * addresses. Only the listed servers are asked: a referral in an answer would let a stranger's name server choose whom this
 * one speaks to next.
 */
final class LookUp {

    private static final int MAX_ALIASES = 8;
    private static final int ROUNDS = 2;

    private final DnsNameResolver resolver;
    private final List<InetSocketAddress> servers;
    private final DnsRecordType type;
    private final long deadline;

    /** @param deadline by {@link System#nanoTime()}; no server is asked after it */
    LookUp(DnsNameResolver resolver, List<InetSocketAddress> servers, DnsRecordType type, long deadline) {
        this.resolver = resolver;
        this.servers = rounds(servers);
        this.type = type;
        this.deadline = deadline;
    }

    /** A datagram gets lost now and then. */
    private static List<InetSocketAddress> rounds(List<InetSocketAddress> servers) {
        List<InetSocketAddress> all = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            all.addAll(servers);
        }
        return all;
    }

    /**
     * The addresses, be there none; fails if that can't be found out, with {@link Unanswered} or
     * {@link UnknownHostException}.
     */
    Future<Resolved> of(String name) {
        return follow(name + ".", 0);
    }

    private Future<Resolved> follow(String name, int followed) {
        return ask(name, servers.iterator()).compose(reply -> read(reply, name, followed));
    }

    private Future<Resolved> read(Reply reply, String name, int followed) {
        Resolved told = new Resolved(reply.of(name), reply.ttl());
        String end = reply.end(name);
        boolean enough = !told.addresses().isEmpty() || end.equals(name) || followed == MAX_ALIASES;
        return enough
                ? Future.succeededFuture(told)
                : follow(end, followed + 1).map(found -> found.within(reply.ttl()));
    }

    private Future<Reply> ask(String name, Iterator<InetSocketAddress> rest) {
        return query(name, rest.next())
                .recover(failure -> rest.hasNext() && System.nanoTime() - deadline < 0
                        ? ask(name, rest)
                        : Future.failedFuture(failure));
    }

    private Future<Reply> query(String name, InetSocketAddress server) {
        Promise<Reply> reply = Promise.promise();
        try {
            resolver.query(server, new DefaultDnsQuestion(name, type))
                    .addListener(
                            (io.netty.util.concurrent.Future<AddressedEnvelope<DnsResponse, InetSocketAddress>>
                                            response) -> reply.handle(read(response)));
        } catch (IllegalArgumentException e) {
            // An alias may lead to what can be no name.
            reply.fail(new UnknownHostException());
        }
        return reply.future();
    }

    private Future<Reply> read(
            io.netty.util.concurrent.Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> response) {
        if (!response.isSuccess()) {
            boolean unanswered = response.cause() instanceof DnsNameResolverTimeoutException;
            return Future.failedFuture(unanswered ? new Unanswered() : new UnknownHostException());
        }
        AddressedEnvelope<DnsResponse, InetSocketAddress> envelope = response.getNow();
        try {
            return Future.succeededFuture(Reply.of(envelope.content(), type));
        } catch (UnknownHostException e) {
            return Future.failedFuture(e);
        } finally {
            envelope.release();
        }
    }

    /** No name server answered in time. */
    static final class Unanswered extends TimeoutException {
        private static final long serialVersionUID = 1L;
    }
}
