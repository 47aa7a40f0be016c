package dev.forewarn.web;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Tells that PostgreSQL is away for the moment from a fault of ours. */
final class Outage {

    /** Classes of SQLSTATE: connection exception, insufficient resources, operator intervention. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57");

    /** A read-only server: a fail-over is under way. */
    private static final String READ_ONLY = "25006";

    private Outage() {}

    static boolean causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .anyMatch(Outage::isOne);
    }

    private static boolean isOne(Throwable cause) {
        return (cause instanceof PgException refused && passing(refused.getSqlState()))
                || cause instanceof ClosedConnectionException
                || cause instanceof ConnectionPoolTooBusyException
                || cause instanceof TimeoutException
                || cause instanceof SocketException
                || cause instanceof UnknownHostException
                || cause instanceof ClosedChannelException
                || (cause instanceof IOException io && "Connection reset by peer".equals(io.getMessage()));
    }

    private static boolean passing(String state) {
        return state.equals(READ_ONLY) || (state.length() == 5 && CLASSES.contains(state.substring(0, 2)));
    }
}
