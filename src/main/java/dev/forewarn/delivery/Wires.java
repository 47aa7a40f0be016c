package dev.forewarn.delivery;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The connections to receivers, kept open for a while for the next request. Used on one event loop.
 *
 * <p>On Netty, which knows HTTP, and not on a whole HTTP client: what a client does beside that (requests in a queue for
 * connections, streams, hooks) costs as much again as sending a webhook.
 */
final class Wires {

    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_MILLIS = 1_000;

    private final SslContext tls;
    private final long handshakeMillis;
    private final int mostIdle;
    private final Bootstrap bootstrap;
    private final Map<Way, Deque<Kept>> idle = new HashMap<>();
    // Flushed together behind what the loop already has to do: a receiver that is woken for the first of many takes
    // the others without being woken for each, which would also cost this thread its turn.
    private final Queue<Channel> written = new ArrayDeque<>();
    private int idling;

    /** Where a connection leads to; the name is for TLS. */
    record Way(InetAddress address, int port, boolean secure, String name) {}

    private record Kept(Wire wire, long since) {}

    /**
     * @param handshakeMillis after which a handshake of TLS is given up, and its connection closed
     * @param mostIdle how many are kept at most that nobody uses
     */
    Wires(ContextInternal context, SslContext tls, long handshakeMillis, int mostIdle) {
        this.handshakeMillis = handshakeMillis;
        this.tls = tls;
        this.mostIdle = mostIdle;
        VertxInternal vertx = context.owner();
        this.bootstrap = new Bootstrap()
                .group(context.nettyEventLoop())
                .channelFactory(vertx.transport().channelFactory(false))
                .option(ChannelOption.TCP_NODELAY, true);
        context.runOnContext(any -> vertx.setPeriodic(LOOK_MILLIS, id -> closeUnused()));
    }

    /** One that is free. */
    Optional<Wire> kept(Way way) {
        Deque<Kept> free = idle.get(way);
        if (free == null) {
            return Optional.empty();
        }
        Optional<Wire> found = Optional.empty();
        while (found.isEmpty() && !free.isEmpty()) {
            idling--;
            // One that is being closed may still stand here.
            found = Optional.of(free.pop().wire()).filter(Wire::open);
        }
        if (free.isEmpty()) {
            idle.remove(way);
        }
        return found;
    }

    /**
     * A new one, with TLS if that is the way.
     *
     * @param millis how long it may take to connect; TLS comes after that
     */
    Future<Wire> open(Way way, long millis) {
        Promise<Wire> opened = Promise.promise();
        Wire wire = new Wire(new Home(way));
        bootstrap
                .clone()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) millis)
                .handler(initializer(way, wire))
                .connect(new InetSocketAddress(way.address(), way.port()))
                .addListener((ChannelFuture connected) -> connected(connected, wire, opened));
        return opened.future();
    }

    private ChannelInitializer<Channel> initializer(Way way, Wire wire) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (way.secure()) {
                    SslHandler handler = tls.newHandler(channel.alloc(), way.name(), way.port());
                    handler.setHandshakeTimeoutMillis(handshakeMillis);
                    channel.pipeline().addLast(handler);
                }
                channel.pipeline().addLast(new HttpResponseDecoder(), wire);
            }
        };
    }

    private static void connected(ChannelFuture connected, Wire wire, Promise<Wire> opened) {
        SslHandler handler = connected.channel().pipeline().get(SslHandler.class);
        if (!connected.isSuccess()) {
            opened.tryFail(connected.cause());
        } else if (handler == null) {
            opened.complete(wire);
        } else {
            handler.handshakeFuture().addListener(shaken -> shaken(shaken, wire, opened));
        }
    }

    private static void shaken(io.netty.util.concurrent.Future<?> shaken, Wire wire, Promise<Wire> opened) {
        if (shaken.isSuccess()) {
            opened.complete(wire);
        } else {
            opened.fail(shaken.cause());
        }
    }

    /** What fails at once may let others be begun, which are flushed along. */
    private void flush() {
        for (Channel next = written.poll(); next != null; next = written.poll()) {
            next.flush();
        }
    }

    private void closeUnused() {
        long before = System.nanoTime() - KEPT_NANOS;
        for (Deque<Kept> free : idle.values()) {
            while (!free.isEmpty() && free.getLast().since() - before < 0) {
                idling--;
                free.removeLast().wire().hangUp();
            }
        }
        idle.values().removeIf(Deque::isEmpty);
    }

    /** Where a connection comes back to. */
    private final class Home implements Wire.Owner {
        private final Way way;

        Home(Way way) {
            this.way = way;
        }

        @Override
        public void free(Wire wire) {
            if (idling >= mostIdle) {
                wire.hangUp();
                return;
            }
            idling++;
            idle.computeIfAbsent(way, any -> new ArrayDeque<>()).push(new Kept(wire, System.nanoTime()));
        }

        @Override
        public void written(Channel channel) {
            if (written.isEmpty()) {
                channel.eventLoop().execute(Wires.this::flush);
            }
            written.add(channel);
        }

        @Override
        public void closed(Wire wire) {
            Deque<Kept> free = idle.get(way);
            if (free != null && free.removeIf(kept -> kept.wire() == wire)) {
                idling--;
                if (free.isEmpty()) {
                    idle.remove(way);
                }
            }
        }
    }
}
