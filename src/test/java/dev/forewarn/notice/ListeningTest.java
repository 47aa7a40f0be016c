package dev.forewarn.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.loop.Frontier;
import dev.forewarn.servers.ServersResource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A replica that knows whether it hears what others say. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ListeningTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    // PostgreSQL's protocol, version 3: each message of the server is a letter, four bytes of a length, and the rest.
    private static final byte NOTIFICATION = 'A';
    private static final int HEAD = 5;
    private static final String CUT_OFF = "cut-off";

    private final Vertx vertx = Vertx.vertx();
    private final Bulletin bulletin = new Bulletin(vertx, Optional.empty());
    private final CopyOnWriteArrayList<Instant> due = new CopyOnWriteArrayList<>();

    private final AtomicInteger swallowed = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    @Inject
    NoticeSettings settings;

    @Inject
    Pool shared;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whoHearsItselfHears() {
        Listening listening = listening(server());
        Instant before = Instant.now();
        assertThat(bulletin.hears()).isFalse();
        listening.start(new StartupEvent());
        await().atMost(SOON).until(bulletin::hears);
        // It may have missed what was said before.
        await().atMost(SOON).until(() -> due.contains(Frontier.BEGINNING));
        assertThat(bulletin.hasHeardSince(Instant.now())).isTrue();
        assertThat(bulletin.hasHeardSince(before)).isFalse();
        listening.stop(new ShutdownEvent());
    }

    /** Meanwhile it may have missed anything. */
    @Test
    void whoIsCutOffListensAndHearsAgain() {
        Listening listening = listening(server().setProperties(Map.of("application_name", CUT_OFF)));
        listening.start(new StartupEvent());
        await().atMost(SOON).until(() -> due.contains(Frontier.BEGINNING));
        due.clear();
        Instant cut = Instant.now();
        shared.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = '" + CUT_OFF
                        + "'")
                .execute()
                .await()
                .atMost(SOON);
        await().atMost(SOON).until(() -> due.contains(Frontier.BEGINNING));
        assertThat(bulletin.hasHeardSince(cut)).isFalse();
        assertThat(bulletin.hears()).isTrue();
        listening.stop(new ShutdownEvent());
    }

    @Test
    void behindWhatSwallowsNotificationsItKnowsThatItDoesNot() {
        PgConnectOptions server = server();
        int port = swallower(server.getHost(), server.getPort());
        Listening listening =
                listening(new PgConnectOptions(server).setHost("127.0.0.1").setPort(port));
        listening.start(new StartupEvent());
        // Each second it asks for the newest, on the connection on which it listens: then it has said its word.
        await().atMost(SOON).until(() -> asked.get() >= 3);
        assertThat(bulletin.hears()).isFalse();
        assertThat(swallowed.get()).isPositive();
        listening.stop(new ShutdownEvent());
    }

    private static PgConnectOptions server() {
        Config config = ConfigProvider.getConfig();
        return PgConnectOptions.fromUri(config.getValue("quarkus.datasource.reactive.url", String.class))
                .setUser(config.getValue("quarkus.datasource.username", String.class))
                .setPassword(config.getValue("quarkus.datasource.password", String.class));
    }

    private Listening listening(PgConnectOptions server) {
        bulletin.onDue(due::add);
        Pool pool = Pool.newInstance(
                PgBuilder.pool().connectingTo(server).using(vertx).build());
        return new Listening(vertx, pool, bulletin, settings, InstantSource.system());
    }

    /** As a pooler does that lends connections for a transaction. */
    private int swallower(String host, int port) {
        NetServer server = vertx.createNetServer().connectHandler(client -> {
            client.pause();
            vertx.createNetClient()
                    .connect(port, host)
                    .onSuccess(database -> join(client, database))
                    .onFailure(failure -> client.close());
        });
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private void join(NetSocket client, NetSocket database) {
        client.handler(said -> {
            asked.addAndGet(said.toString().contains("from notice") ? 1 : 0);
            database.write(said);
        });
        client.closeHandler(any -> database.close());
        database.closeHandler(any -> client.close());
        database.handler(messages(client));
        client.resume();
    }

    private RecordParser messages(NetSocket client) {
        RecordParser parser = RecordParser.newFixed(HEAD);
        Buffer[] head = {null};
        parser.handler(part -> {
            if (head[0] == null && part.getInt(1) > HEAD - 1) {
                head[0] = part;
                parser.fixedSizeMode(part.getInt(1) - HEAD + 1);
                return;
            }
            Buffer message = head[0] == null ? part : head[0].copy().appendBuffer(part);
            head[0] = null;
            parser.fixedSizeMode(HEAD);
            if (message.getByte(0) == NOTIFICATION) {
                swallowed.incrementAndGet();
            } else {
                client.write(message);
            }
        });
        return parser;
    }
}
