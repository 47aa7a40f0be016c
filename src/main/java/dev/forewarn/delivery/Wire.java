package dev.forewarn.delivery;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a receiver by HTTP/1.1 (RFC 9112), one request at a time. Used on its event loop.
 *
 * <pre>
 *   IDLE ─ ask ─▶ ASKED ─┬─ answered, and kept open ──────────────▶ IDLE
 *     │                  ├─ answered, but not kept, or too long ──▶ CLOSED
 *     │                  └─ broken, or hung up ───────────────────▶ CLOSED
 *     └─ closed by the receiver, or says something unasked ───────▶ CLOSED
 * </pre>
 */
// Whatever fails on a channel comes back as an exception that was caught, or as its end.
@SuppressWarnings("FutureReturnValueIgnored")
final class Wire extends ChannelInboundHandlerAdapter {

    /** How much of a body is read: whoever sends more has answered. */
    private static final int MAX_READ = 64 * 1024;

    private static final Buffer NOTHING = Buffer.buffer(0);

    private final Owner owner;
    private @Nullable Channel channel;
    private @Nullable Asker asker;
    private @Nullable HttpResponse head;
    private Buffer read = NOTHING;
    private boolean complete;
    private boolean spoilt;
    private boolean closing;

    /** Who keeps connections for the next request. */
    interface Owner {

        /** It is free for another request. */
        void free(Wire wire);

        /** There is no use for it any more. */
        void closed(Wire wire);

        /** A request was written, which is to be flushed behind what the loop already has to do. */
        void written(Channel channel);
    }

    /** Who has sent a request; told one of these, once. */
    interface Asker {

        /**
         * The answer; its body as far as it is read.
         *
         * @param body not to be kept beyond the call
         */
        void answered(int status, HttpHeaders headers, Buffer body);

        void broken(Throwable failure);
    }

    Wire(Owner owner) {
        this.owner = owner;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    boolean open() {
        return channel != null && channel.isActive() && !closing;
    }

    /** @param request a whole one, in the form of HTTP/1.1; it is released */
    void ask(ByteBuf request, Asker asker) {
        if (channel == null) {
            throw new IllegalStateException("it is not connected");
        }
        this.asker = asker;
        spoilt = false;
        channel.write(request, channel.voidPromise());
        owner.written(channel);
    }

    /** Closes it; who has asked is told nothing more. */
    void hangUp() {
        asker = null;
        close();
    }

    private void close() {
        closing = true;
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (asker == null || complete) {
                // Nobody has asked for this; whatever it is, it must not be taken for the next answer.
                spoil();
            } else if (message instanceof HttpObject part) {
                read(part);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void spoil() {
        spoilt = true;
        if (asker == null) {
            close();
        }
    }

    private void read(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            fail(part.decoderResult().cause());
            return;
        }
        if (part instanceof HttpResponse response) {
            begin(response);
        }
        if (part instanceof HttpContent content && head != null) {
            take(content);
        }
    }

    /** What comes before the final answer (RFC 9110, section 15.2) is passed over; nobody has asked for another protocol. */
    private void begin(HttpResponse response) {
        HttpResponseStatus status = response.status();
        boolean switches = status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        boolean interim = status.codeClass() == HttpStatusClass.INFORMATIONAL && !switches;
        head = interim ? null : response;
        read = NOTHING;
        if (switches) {
            complete(true);
        }
    }

    private void take(HttpContent part) {
        append(part.content());
        if (part instanceof LastHttpContent) {
            complete(false);
        } else if (read.length() >= MAX_READ) {
            complete(true);
        }
    }

    private void append(ByteBuf part) {
        int length = Math.min(part.readableBytes(), MAX_READ - read.length());
        if (length > 0) {
            byte[] bytes = new byte[length];
            part.readBytes(bytes);
            read = read == NOTHING ? Buffer.buffer(bytes) : read.appendBytes(bytes);
        }
    }

    /** The answer is there; it is told when it is known whether there is more behind it. */
    private void complete(boolean more) {
        complete = true;
        spoilt = more;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (complete) {
            tell();
        }
    }

    private void tell() {
        Asker told = asker;
        HttpResponse answered = head;
        Buffer body = read;
        asker = null;
        head = null;
        read = NOTHING;
        complete = false;
        if (told == null || answered == null) {
            close();
            return;
        }
        // Given back first, so that whoever is told may ask on it again.
        if (!spoilt && open() && HttpUtil.isKeepAlive(answered)) {
            owner.free(this);
        } else {
            close();
        }
        told.answered(answered.status().code(), answered.headers(), body);
    }

    private void fail(Throwable failure) {
        Asker told = asker;
        asker = null;
        close();
        if (told != null) {
            told.broken(failure);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        owner.closed(this);
        if (complete) {
            tell();
        } else {
            fail(new ClosedChannelException());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }
}
