package dev.forewarn.delivery;

import dev.forewarn.delivery.Answer.Reason;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What an owner reads of what the client throws. */
final class Reasons {

    private static final int DEEPEST = 10;

    /** The first that fits counts: each stands before what it is a kind of. */
    private static final Map<Class<? extends Throwable>, Reason> REASONS = new LinkedHashMap<>();

    static {
        REASONS.put(Addresses.Blocked.class, Reason.BLOCKED_ADDRESS);
        REASONS.put(UnknownHostException.class, Reason.NAME_NOT_FOUND);
        REASONS.put(TimeoutException.class, Reason.TIMEOUT);
        REASONS.put(ConnectTimeoutException.class, Reason.TIMEOUT);
        REASONS.put(ConnectException.class, Reason.CONNECTION_REFUSED);
        REASONS.put(NoRouteToHostException.class, Reason.NO_CONNECTION);
        REASONS.put(SSLException.class, Reason.TLS);
        REASONS.put(PrematureChannelClosureException.class, Reason.CONNECTION_CLOSED);
        REASONS.put(VertxException.class, Reason.CONNECTION_CLOSED);
        REASONS.put(IOException.class, Reason.CONNECTION_CLOSED);
        // A head that is too long, or none that HTTP knows.
        REASONS.put(CodecException.class, Reason.INVALID_ANSWER);
        REASONS.put(IllegalArgumentException.class, Reason.INVALID_ANSWER);
    }

    private Reasons() {}

    static Reason of(Throwable failure) {
        return REASONS.entrySet().stream()
                .filter(each -> causes(failure).anyMatch(each.getKey()::isInstance))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Reason.NO_CONNECTION);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST);
    }
}
