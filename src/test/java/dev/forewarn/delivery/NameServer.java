package dev.forewarn.delivery;

import static io.netty.channel.ChannelFutureListener.CLOSE_ON_FAILURE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A name server that answers what a test wants, be it a lie, by datagrams and by TCP. */
final class NameServer implements AutoCloseable {

    /** What one question is answered with. */
    interface Says {
        /** Fills the response; empty, and there is none. */
        Optional<DnsResponse> to(DnsQuestion question, DnsResponse empty);
    }

    private static final int MOST_TRIED = 100;

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final Map<String, Queue<Says>> once = new ConcurrentHashMap<>();
    private final Map<String, Says> always = new ConcurrentHashMap<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Channel datagrams;
    private final Optional<Channel> streams;

    /** @param tcp whether it also listens by TCP */
    NameServer(boolean tcp) {
        Optional<Channel> listening = Optional.empty();
        Channel bound = datagrams();
        if (tcp) {
            listening = streams(bound.localAddress());
            // Somebody may have the port of the datagrams for streams.
            for (int tried = 1; listening.isEmpty(); tried++) {
                if (tried == MOST_TRIED) {
                    throw new IllegalStateException("no port is free for datagrams and for streams");
                }
                bound.close().syncUninterruptibly();
                bound = datagrams();
                listening = streams(bound.localAddress());
            }
        }
        datagrams = bound;
        streams = listening;
    }

    private Channel datagrams() {
        return new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(initializer(false))
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    /** @return nothing, when somebody else listens there */
    private Optional<Channel> streams(SocketAddress address) {
        ChannelFuture binding = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(initializer(true))
                .bind(address)
                .awaitUninterruptibly();
        return binding.isSuccess() ? Optional.of(binding.channel()) : Optional.empty();
    }

    private ChannelInitializer<Channel> initializer(boolean tcp) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (tcp) {
                    channel.pipeline().addLast(new TcpDnsQueryDecoder(), new TcpDnsResponseEncoder());
                } else {
                    channel.pipeline().addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder());
                }
                channel.pipeline().addLast(new Answering());
            }
        };
    }

    private final class Answering extends SimpleChannelInboundHandler<DnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DnsQuery query) {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            asked.add(
                    question.type().name() + " " + question.name() + (query instanceof DatagramDnsQuery ? "" : " tcp"));
            DnsResponse empty = query instanceof DatagramDnsQuery datagram
                    ? response(datagram)
                    : new DefaultDnsResponse(query.id());
            empty.addRecord(
                    DnsSection.QUESTION, new DefaultDnsQuestion(question.name(), question.type(), question.dnsClass()));
            says(question).to(question, empty).ifPresent(response -> context.writeAndFlush(response)
                    .addListener(CLOSE_ON_FAILURE));
        }
    }

    private static DnsResponse response(DatagramDnsQuery query) {
        InetSocketAddress here = query.recipient();
        InetSocketAddress there = query.sender();
        return new DatagramDnsResponse(here, there, query.id());
    }

    private Says says(DnsQuestion question) {
        Says next =
                once.getOrDefault(key(question), new ConcurrentLinkedQueue<>()).poll();
        return next != null ? next : always.getOrDefault(key(question), NameServer::nobody);
    }

    private static String key(DnsQuestion question) {
        return question.type().name() + " " + question.name();
    }

    String address() {
        return "127.0.0.1:" + ((InetSocketAddress) datagrams.localAddress()).getPort();
    }

    /** The questions for a name that came, e.g. {@code A hook.test.} */
    List<String> asked(String name) {
        return asked.stream()
                .filter(question -> question.contains(" " + name + "."))
                .toList();
    }

    /** Says this of the name's IPv4 addresses, and that it has none of the other kind. */
    void says(String name, Says says) {
        always.put("A " + name + ".", says);
        always.putIfAbsent("AAAA " + name + ".", NameServer::nothing);
    }

    void saysOfIpv6(String name, Says says) {
        always.put("AAAA " + name + ".", says);
        always.putIfAbsent("A " + name + ".", NameServer::nothing);
    }

    /** Says each of these once, before what it says always. */
    void saysFirst(String name, Says... next) {
        once.put("A " + name + ".", new ConcurrentLinkedQueue<>(Arrays.asList(next)));
        always.putIfAbsent("AAAA " + name + ".", NameServer::nothing);
    }

    static Says addresses(int ttl, String... literals) {
        return (question, empty) -> {
            for (String literal : literals) {
                empty.addRecord(DnsSection.ANSWER, address(question.name(), ttl, bytes(literal)));
            }
            return Optional.of(empty);
        };
    }

    /** An IPv6 address by its sixteen bytes: by its text, the JDK would make a mapped one into four. */
    static Says sixteen(byte[] bytes) {
        return (question, empty) ->
                Optional.of(empty.addRecord(DnsSection.ANSWER, address(question.name(), 60, bytes)));
    }

    static DnsRecord address(String name, int ttl, byte[] bytes) {
        DnsRecordType type = bytes.length == 4 ? DnsRecordType.A : DnsRecordType.AAAA;
        return new DefaultDnsRawRecord(name, type, ttl, Unpooled.wrappedBuffer(bytes));
    }

    static DnsRecord named(DnsRecordType type, String name, int ttl, String target) {
        ByteBuf content = Unpooled.buffer();
        for (String label : target.split("\\.", -1)) {
            content.writeByte(label.length()).writeBytes(label.getBytes(US_ASCII));
        }
        return new DefaultDnsRawRecord(name, type, ttl, content.writeByte(0));
    }

    static Says alias(int ttl, String target) {
        return (question, empty) -> Optional.of(
                empty.addRecord(DnsSection.ANSWER, named(DnsRecordType.CNAME, question.name(), ttl, target)));
    }

    static Says code(DnsResponseCode code) {
        return (question, empty) -> Optional.of(empty.setCode(code));
    }

    /** No such name. */
    static Optional<DnsResponse> nobody(DnsQuestion question, DnsResponse empty) {
        return Optional.of(empty.setCode(DnsResponseCode.NXDOMAIN));
    }

    /** A name without such an address. */
    static Optional<DnsResponse> nothing(DnsQuestion question, DnsResponse empty) {
        return Optional.of(empty);
    }

    /** Nothing at all. */
    static Optional<DnsResponse> silence(DnsQuestion question, DnsResponse empty) {
        return Optional.empty();
    }

    /** Says by a datagram that there is more to say than fits. */
    static Says cut(Says whole) {
        return (question, empty) -> empty instanceof DatagramDnsResponse
                ? Optional.of(empty.setTruncated(true))
                : whole.to(question, empty);
    }

    static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    @Override
    public void close() {
        streams.ifPresent(channel -> channel.close().syncUninterruptibly());
        datagrams.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
