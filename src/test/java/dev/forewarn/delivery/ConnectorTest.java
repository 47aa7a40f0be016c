package dev.forewarn.delivery;

import static dev.forewarn.delivery.NameServer.addresses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.subscription.Target;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver by https, with a certificate that it made itself, for hook.test. */
class ConnectorTest {

    private static final String RECEIVER = "127.0.0.2";

    @TempDir
    Path folder;

    private final NameServer server = new NameServer(true);
    private final Names names = new Names(RECEIVER + "/32", server);
    private final Queue<String> shownNames = new ConcurrentLinkedQueue<>();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private int port;

    @BeforeEach
    void listen() throws Exception {
        server.says("hook.test", addresses(60, RECEIVER));
        server.says("other.test", addresses(60, RECEIVER));
        port = names.vertx
                .createHttpServer(new HttpServerOptions()
                        .setHost(RECEIVER)
                        .setPort(0)
                        .setSsl(true)
                        .setSni(true)
                        .setKeyCertOptions(certificate()))
                .connectionHandler(connection -> shownNames.add(String.valueOf(connection.indicatedServerName())))
                .requestHandler(request -> {
                    received.add(String.valueOf(request.getHeader("host")));
                    request.response().end();
                })
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .actualPort();
    }

    private PfxOptions certificate() throws Exception {
        Path store = folder.resolve("receiver.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-alias",
                        "receiver",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=receiver",
                        "-ext",
                        "san=dns:hook.test")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        return new PfxOptions().setPath(store.toString()).setPassword("changeit");
    }

    @AfterEach
    void close() {
        names.close();
        server.close();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        Sender sender =
                new Sender(names.vertx, names.addresses, new Payloads(), names.settings, InstantSource.system());

        Answer answer = send(sender, "https://hook.test:" + port + "/");

        assertThat(answer.error()).contains("tls");
        assertThat(received).isEmpty();
    }

    @Test
    void aCertificateIsVerifiedAgainstTheNameThoughTheAddressIsDialled() throws Exception {
        Sender sender = new Sender(
                names.vertx,
                names.addresses,
                new Payloads(),
                names.settings,
                InstantSource.system(),
                trustingTheReceiver());

        assertThat(send(sender, "https://HOOK.test.:" + port + "/").success()).isTrue();

        assertThat(received).containsExactly("hook.test:" + port);
        assertThat(shownNames).containsExactly("hook.test");
        assertThat(send(sender, "https://other.test:" + port + "/").error()).contains("tls");
        assertThat(send(sender, "https://" + RECEIVER + ":" + port + "/").error())
                .contains("tls");
        assertThat(received).hasSize(1);
    }

    private SslContext trustingTheReceiver() throws Exception {
        KeyStore store = KeyStore.getInstance(folder.resolve("receiver.p12").toFile(), "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return SslContextBuilder.forClient()
                .endpointIdentificationAlgorithm("HTTPS")
                .trustManager(trust)
                .build();
    }

    private static Answer send(Sender sender, String url) throws Exception {
        Target target = new Target(1, "sub_1", URI.create(url), url, List.of(new byte[] {1}));
        return sender.send(target, "ntc_1", Buffer.buffer("{}"), () -> true)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }
}
