package dev.forewarn.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forewarn.ledger.CalendarClock;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** The story of a first run, on a thread of its own; without {@code forewarn.embedded} there is none. */
@Singleton
class FirstRun {

    private static final Logger LOG = Logger.getLogger(FirstRun.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int CONSENT_LOOKS = 150;
    // Among the ports that webhooks may be sent to.
    private static final int FIRST_PORT = 8090;
    private static final int LAST_PORT = 8999;

    private final FirstRunSettings settings;
    private final Config config;
    private final CalendarClock calendar;
    private final Vertx vertx;
    private final ObjectMapper mapper;
    private final Pause pause = new Pause();
    private final Thread thread = new Thread(this::run, "first-run");

    FirstRun(FirstRunSettings settings, Config config, CalendarClock calendar, Vertx vertx, ObjectMapper mapper) {
        this.settings = settings;
        this.config = config;
        this.calendar = calendar;
        this.vertx = vertx;
        this.mapper = mapper;
    }

    void start(@Observes StartupEvent event) {
        if (settings.enabled()) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        pause.end();
        thread.interrupt();
    }

    private void run() {
        try {
            tell();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            // What is torn by the application's end is no fault.
            if (!pause.ended()) {
                LOG.error("the first run has ended early", e);
            }
        }
    }

    private void tell() throws IOException, InterruptedException {
        LocalApi api = awaitReady();
        Receiver receiver = new Receiver(vertx, mapper, Terminal::print);
        String url = "http://127.0.0.1:" + listen(receiver, FIRST_PORT) + "/webhooks";
        String kafka = config.getValue("kafka.bootstrap.servers", String.class);
        Welcome.lines(base(), Path.of(settings.directory()), url, kafka).forEach(System.out::println);
        subscribe(api, receiver, url);
        try (Publisher publisher = new Publisher(kafka, topic())) {
            new Replay(Timeline.read(mapper), calendar, publisher, api, pause).play();
        }
    }

    private LocalApi awaitReady() throws InterruptedException {
        LocalApi api;
        do {
            api = new LocalApi(base(), config.getValue("forewarn.admin-key", String.class), mapper);
        } while (!api.succeeds("/q/health/ready") && pause.takes(LOOK));
        return api;
    }

    // Where the port was left open it is known only once the server listens.
    private URI base() {
        return URI.create("http://localhost:" + config.getValue("quarkus.http.port", Integer.class));
    }

    private int listen(Receiver receiver, int port) {
        try {
            receiver.listen(port).toCompletionStage().toCompletableFuture().join();
            return port;
        } catch (CompletionException e) {
            if (port == LAST_PORT) {
                throw e;
            }
            return listen(receiver, port + 1);
        }
    }

    private void subscribe(LocalApi api, Receiver receiver, String url) throws IOException, InterruptedException {
        Subscribing subscribing = new Subscribing(api, Path.of(settings.directory()), mapper);
        Subscribing.Kept kept = subscribing.at(url);
        receiver.trust(kept.secret());
        for (int look = 0; look < CONSENT_LOOKS && !subscribing.active(kept) && pause.takes(LOOK); look++) {
            LOG.debug("the receiver has not been asked for its consent yet");
        }
    }

    private String topic() {
        return config.getOptionalValue("mp.messaging.incoming.events.topic", String.class)
                .orElse("lifecycle.events");
    }
}
