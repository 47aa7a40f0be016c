package dev.forewarn.delivery;

import static dev.forewarn.delivery.NameServer.addresses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.subscription.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was checked is what is dialled: two receivers on one port of this machine, of which one may be sent to. */
class SenderAddressTest {

    private static final String LISTED = "127.0.0.2";
    private static final String INNER = "127.0.0.1";
    private static final String NOBODY = "127.0.0.3";
    private static final int MOST_TRIED = 100;

    private final NameServer server = new NameServer(true);
    private final Names names = new Names(LISTED + "/32," + NOBODY + "/32", server);
    private final Vertx vertx = Vertx.vertx();
    private final Sender sender =
            new Sender(vertx, names.addresses, new Payloads(), names.settings, InstantSource.system());
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private int port;

    /** What is free at one address may be taken at the other, and be taken before it is listened at. */
    @BeforeEach
    void listen() throws Exception {
        for (int i = 0; i < MOST_TRIED; i++) {
            HttpServer listed = listen(LISTED, 0);
            try {
                port = listed.actualPort();
                listen(INNER, port);
                return;
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(BindException.class);
                done(listed.close());
            }
        }
        throw new IllegalStateException("no port is free at both addresses");
    }

    private HttpServer listen(String address, int at) throws Exception {
        return done(
                vertx.createHttpServer(new HttpServerOptions().setHost(address).setPort(at))
                        .requestHandler(request -> {
                            received.add(address + " " + request.getHeader("host") + " "
                                    + request.connection().remoteAddress());
                            request.response().setStatusCode(204).end();
                        })
                        .listen());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        names.close();
        server.close();
    }

    @Test
    void aNameThatIsBoundAnewToAnAddressOfOursIsRefusedThoughAConnectionIsKept() throws Exception {
        server.saysFirst("hook.test", addresses(0, LISTED), addresses(0, LISTED), addresses(0, INNER));
        server.says("hook.test", addresses(0, LISTED));

        assertThat(send("http://hook.test:" + port + "/").success()).isTrue();
        assertThat(send("http://hook.test:" + port + "/").success()).isTrue();
        assertThat(send("http://hook.test:" + port + "/").error()).contains("blocked_address");
        assertThat(send("http://hook.test:" + port + "/").success()).isTrue();

        assertThat(received).hasSize(3).allMatch(request -> request.startsWith(LISTED + " hook.test:" + port + " "));
        // One connection served all three: it was there when the address was refused.
        assertThat(received).containsOnly(received.element());
    }

    @Test
    void theOtherAddressIsNotDialledWhileTheFirstIsKnown() throws Exception {
        server.saysFirst("hook.test", addresses(60, LISTED));
        server.says("hook.test", addresses(60, INNER));

        assertThat(send("http://hook.test:" + port + "/").success()).isTrue();
        assertThat(send("http://hook.test:" + port + "/").success()).isTrue();
        assertThat(received).allMatch(request -> request.startsWith(LISTED));
        names.pass(30);
        assertThat(send("http://hook.test:" + port + "/").error()).contains("blocked_address");
    }

    @Test
    void anAnswerWithOneAddressOfOursIsRefusedWhole() throws Exception {
        server.says("hook.test", addresses(60, LISTED, INNER));

        assertThat(send("http://hook.test:" + port + "/").error()).contains("blocked_address");
        assertThat(received).isEmpty();
    }

    @Test
    void theNextAddressIsTriedIfNobodyIsAtTheFirst() throws Exception {
        server.says("hook.test", addresses(60, NOBODY, LISTED));

        assertThat(send("http://hook.test:" + port + "/").success()).isTrue();
        assertThat(received).hasSize(1);
    }

    @Test
    void theNextAddressIsTriedIfTheFirstDoesNotAnswer() throws Exception {
        server.says("hook.test", addresses(60, NOBODY, LISTED));

        try (ServerSocket deaf = new ServerSocket(port, 1, InetAddress.getByName(NOBODY));
                Socket first = new Socket(deaf.getInetAddress(), port);
                Socket second = new Socket(deaf.getInetAddress(), port)) {
            // Nobody accepts these two, and there is no room for a third.
            assertThat(List.of(first, second)).allMatch(Socket::isConnected);
            assertThat(send("http://hook.test:" + port + "/").success()).isTrue();
        }
        assertThat(received).hasSize(1);
    }

    @Test
    void theFirstAddressTellsWhyNoneCanBeConnectedTo() throws Exception {
        server.says("hook.test", addresses(60, NOBODY));
        assertThat(send("http://hook.test:" + port + "/").error()).contains("connection_refused");

        server.says("both.test", addresses(60, NOBODY, NOBODY));
        assertThat(send("http://both.test:" + port + "/").error()).contains("connection_refused");
    }

    @Test
    void everySpellingOfAnAddressIsDialledAsTheAddressThatWasChecked() throws Exception {
        for (String host :
                List.of(LISTED, "0177.0.0.2", "2130706434", "0x7f.2", "127.2", "[::ffff:127.0.0.2]", "127.2.")) {
            assertThat(send("http://" + host + ":" + port + "/").success())
                    .as(host)
                    .isTrue();
        }
        assertThat(received).hasSize(7).allMatch(request -> request.startsWith("127.0.0.2 127.0.0.2:" + port + " "));
        for (String host :
                List.of(INNER, "0177.0.0.1", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "localhost")) {
            assertThat(send("http://" + host + ":" + port + "/").error())
                    .as(host)
                    .contains("blocked_address");
        }
        assertThat(received).hasSize(7);
    }

    @Test
    void anOwnerReadsNothingOfNamesAndTheirServers() throws Exception {
        server.says("silent.test", NameServer::silence);
        server.saysOfIpv6("silent.test", NameServer::silence);

        assertThat(send("http://silent.test:" + port + "/").error()).contains("timeout");
        assertThat(send("http://nobody.test:" + port + "/").error()).contains("name_not_found");
    }

    private Answer send(String url) throws Exception {
        Target target = new Target(1, "sub_1", URI.create(url), url, List.of(new byte[] {1}));
        return sender.send(target, "ntc_1", Buffer.buffer("{}"), () -> true)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }
}
