package dev.forewarn.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that must know it before it listens.
 *
 * <p>It lies below those that Linux gives to outgoing connections and to whoever asks for any port, so that none of
 * these takes it before the server does, or while the server is away.
 */
public final class FreePort {

    private static final int LOWEST = 10_000;
    private static final int EPHEMERAL = 32_768;
    private static final int MOST_TRIED = 1_000;

    private FreePort() {}

    public static int find() {
        return ThreadLocalRandom.current()
                .ints(MOST_TRIED, LOWEST, EPHEMERAL)
                .filter(FreePort::isFree)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no port is free from " + LOWEST + " to " + EPHEMERAL));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
