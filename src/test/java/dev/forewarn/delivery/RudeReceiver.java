package dev.forewarn.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/** A receiver that does with a connection what no HTTP server would. */
final class RudeReceiver implements AutoCloseable {

    /** What is done with a connection once its request is there. */
    interface Manners {
        void show(Socket socket, OutputStream out) throws IOException;
    }

    private static final int MUCH = 1 << 30;

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private final AtomicLong written = new AtomicLong();
    private final Manners manners;

    RudeReceiver(Manners manners) {
        this.manners = manners;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    /** How often a webhook came, by its id. */
    Map<String, AtomicInteger> requests() {
        return requests;
    }

    /** How many bytes could be written to those who asked. */
    long written() {
        return written.get();
    }

    /** Says something and closes the connection, though more was promised. */
    static Manners says(String text) {
        return (socket, out) -> out.write(text.getBytes(ISO_8859_1));
    }

    /** Closes the connection with RST instead of FIN. */
    static Manners resets() {
        return (socket, out) -> socket.setSoLinger(true, 0);
    }

    /** A byte of an answer's head every now and then, without an end. */
    Manners drips() {
        return (socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(ISO_8859_1));
            while (!pause()) {
                out.write('.');
                out.flush();
            }
        };
    }

    private boolean pause() {
        try {
            return closed.await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** A gibibyte, for as long as anybody reads it. */
    Manners pours() {
        return (socket, out) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n").getBytes(ISO_8859_1));
            byte[] block = new byte[64 * 1024];
            for (int i = 0; i < MUCH / block.length; i++) {
                out.write(block);
                written.addAndGet(block.length);
            }
        };
    }

    /** A small answer that would inflate to a hundred mebibytes. */
    static Manners bombs(int status) {
        byte[] bomb = bomb();
        return (socket, out) -> {
            String head = "HTTP/1.1 %d Here\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                    .formatted(status, bomb.length);
            out.write(head.getBytes(ISO_8859_1));
            out.write(bomb);
        };
    }

    private static byte[] bomb() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] block = "boom".repeat(1 << 18).getBytes(ISO_8859_1);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            closed.countDown();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            read(socket.getInputStream());
            manners.show(socket, socket.getOutputStream());
        } catch (IOException e) {
            // The other side has had enough.
        }
    }

    /** Up to the end of the head, and the body if it came with it. */
    private void read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        byte[] part = new byte[8192];
        while (head.indexOf("\r\n\r\n") < 0) {
            int length = in.read(part);
            if (length < 0) {
                throw new IOException("no request");
            }
            head.append(new String(part, 0, length, ISO_8859_1));
        }
        requests.computeIfAbsent(id(head.toString()), any -> new AtomicInteger())
                .incrementAndGet();
    }

    private static String id(String head) {
        return head.lines()
                .filter(line -> line.startsWith("webhook-id: "))
                .map(line -> line.substring("webhook-id: ".length()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        threads.shutdownNow();
    }
}
