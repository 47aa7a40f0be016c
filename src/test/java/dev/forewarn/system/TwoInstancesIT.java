package dev.forewarn.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ForewarnProcess;
import dev.forewarn.servers.Servers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two instances share PostgreSQL and Kafka; one is killed in the middle of 20,000 events and started again. */
class TwoInstancesIT {

    private static final int CUTOFFS = 4_000;
    private static final int EVENTS = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Instant beginning =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(2, ChronoUnit.DAYS);
    private final Random random = new Random(20260924);
    private final String database = Servers.createDatabase();
    private final String events = Servers.createTopic("events", 4);
    private final String rejected = Servers.createTopic("rejected", 1);
    private final Set<String> valid = new HashSet<>();
    private final Map<String, String> malformed = new HashMap<>();

    @Test
    void nothingIsLostThoughOneIsKilled() throws Exception {
        Map<String, String> environment = ForewarnProcess.environment(database, events, rejected);
        List<Line> lines = lines();
        try (ForewarnProcess first = ForewarnProcess.start(environment).awaitReady();
                ForewarnProcess second = ForewarnProcess.start(environment).awaitReady();
                CountingReceiver receiver = new CountingReceiver()) {
            Api api = new Api(second::uri);
            subscribe(api, receiver, "/all", "[]", "[]");
            subscribe(api, receiver, "/provider", "[\"load/*\"]", "[\"announced\", \"revised\"]");
            subscribe(api, receiver, "/one", "[\"load/api-7\"]", "[]");
            try (FeedPoller poller = new FeedPoller(api).start()) {
                send(lines.subList(0, EVENTS / 2));
                awaitStored(1_000);
                first.kill();
                send(lines.subList(EVENTS / 2, lines.size()));
                try (ForewarnProcess again = ForewarnProcess.start(environment).awaitReady()) {
                    assertThat(again.alive()).isTrue();
                    awaitStored(valid.size());
                    awaitQuiet();
                    assertRejected();
                    assertTold(receiver, "/all", "true");
                    assertTold(receiver, "/provider", "kind in (0, 1)");
                    assertTold(receiver, "/one", "subject = 'load/api-7'");
                    assertFeed(poller, api);
                }
            }
            assertThat(second.alive()).isTrue();
        }
    }

    private record Line(String key, String value) {}

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; lines.size() < EVENTS; i++) {
            Line line = i % 50 == 49 ? malformed(i) : stated(i);
            lines.add(line);
            if (i % 10 == 3) {
                lines.add(line);
            }
        }
        // Some come out of their order: each by up to a hundred places.
        for (int i = 100; i < lines.size(); i += 7) {
            Collections.swap(lines, i, i - random.nextInt(100));
        }
        return lines;
    }

    private Line stated(int i) {
        String subject = "load/api-" + random.nextInt(CUTOFFS);
        String id = "event-" + i;
        valid.add(id);
        LocalDate on = LocalDate.now(ZoneOffset.UTC).plusDays(5 + random.nextInt(40) * 10L);
        return new Line(
                subject,
                """
                {"specversion":"1.0","type":"dev.forewarn.cutoff.stated.v1","id":"%s","source":"https://load.example/%d",
                 "subject":"%s","time":"%s","data":{"subject":{"id":"%s","name":"An API","kind":"api"},
                 "milestone":"shutdown","effective":{"on":"%s","zone":"UTC"},"certainty":"committed",
                 "claimedBy":{"name":"Load","authority":"official"}}}"""
                        .formatted(id, i % 2, subject, beginning.plusSeconds(i), subject, on));
    }

    private Line malformed(int i) {
        String key = "bad-" + i;
        String good = stated(1_000_000 + i).value();
        valid.remove("event-" + (1_000_000 + i));
        String value =
                switch (i / 50 % 4) {
                    case 0 -> good.substring(0, good.length() / 2);
                    case 1 -> good.replace("\"UTC\"", "\"Mars/Base\"");
                    case 2 -> good.replace("\"shutdown\"", "\"explosion\"");
                    default -> good.replace("\"kind\":\"api\"", "\"kind\":7");
                };
        malformed.put(key, value);
        return new Line(key, value);
    }

    private void send(List<Line> lines) throws ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", Servers.bootstrapServers(), "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = lines.stream()
                    .map(line -> producer.send(new ProducerRecord<>(events, bytes(line.key()), bytes(line.value()))))
                    .toList();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void subscribe(Api api, CountingReceiver receiver, String path, String subjects, String kinds) {
        String body =
                "{\"url\": \"%s\", \"subjects\": %s, \"kinds\": %s}".formatted(receiver.url(path), subjects, kinds);
        api.subscribe(body);
    }

    private void awaitStored(int count) {
        Awaitility.await("stored")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> number("select count(*) from event"), stored -> stored >= count);
    }

    private void awaitQuiet() {
        Awaitility.await("all told")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .during(Duration.ofSeconds(2))
                .until(
                        () -> number("select (select count(*) from fanout) + (select count(*) from waiting)"),
                        left -> left == 0);
    }

    private void assertRejected() {
        Map<String, Set<String>> found = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : readRejected()) {
            String key = new String(each.key(), StandardCharsets.UTF_8);
            assertThat(new String(each.value(), StandardCharsets.UTF_8)).isEqualTo(malformed.get(key));
            assertThat(each.headers().lastHeader("forewarn-reason").value()).isNotEmpty();
            assertThat(each.headers().lastHeader("forewarn-topic").value()).isEqualTo(bytes(events));
            found.computeIfAbsent(key, any -> new HashSet<>())
                    .add(new String(each.headers().lastHeader("forewarn-offset").value(), StandardCharsets.UTF_8));
        }
        assertThat(found.keySet()).isEqualTo(malformed.keySet());
        assertThat(number("select count(*) from event")).isEqualTo(valid.size());
    }

    private List<ConsumerRecord<byte[], byte[]>> readRejected() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", Servers.bootstrapServers(),
                "group.id", UUID.randomUUID().toString(),
                "auto.offset.reset", "earliest");
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(rejected));
            Awaitility.await("rejected").atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(Duration.ofMillis(500)).forEach(all::add);
                return all.size() >= malformed.size();
            });
        }
        return all;
    }

    /** What was to be told to a subscription and still holds came to it; what does not hold any more may have. */
    private void assertTold(CountingReceiver receiver, String path, String matching) {
        Set<String> came = receiver.received(path).keySet();
        assertThat(came).containsAll(ids("select id from notice where pushed and voided_by is null and " + matching));
        assertThat(ids("select id from notice where pushed and " + matching)).containsAll(came);
        long more = receiver.received(path).values().stream()
                .mapToInt(count -> count.get() - 1)
                .sum();
        // One kill: what the dead instance had sent and not yet written down.
        assertThat(more).isLessThanOrEqualTo(2_000);
    }

    private void assertFeed(FeedPoller poller, Api api) {
        List<String> afterwards = FeedPoller.readAll(api);
        Awaitility.await("the poller has caught up, last failure " + poller.lastFailure())
                .atMost(Duration.ofSeconds(30))
                .until(() -> poller.seen().size() >= afterwards.size());
        assertThat(poller.seen()).isEqualTo(afterwards).doesNotHaveDuplicates();
        assertThat((long) afterwards.size()).isEqualTo(number("select max(position) from notice"));
    }

    private long number(String query) {
        try (Connection connection =
                        DriverManager.getConnection(Servers.jdbcUrl(database), Servers.USER, Servers.USER);
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Set<String> ids(String query) {
        Set<String> ids = new HashSet<>();
        try (Connection connection =
                        DriverManager.getConnection(Servers.jdbcUrl(database), Servers.USER, Servers.USER);
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
