package dev.forewarn.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.ledger.Tables;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.servers.ServersResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class IntakeTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String EVENT = "select id from event where source = $1 order by id";
    private static final String CLAIM =
            "select event_id || ' ' || said_at || ' ' || live from claim where cutoff_id = $1 order by source";
    private static final String STANDING = "select document::jsonb ->> 'standing' from cutoff where id = $1";
    private static final String NOTICES = "select kind from notice where cutoff_id = $1 order by position";

    @Inject
    Broker broker;

    @Inject
    Tables tables;

    @Inject
    MeterRegistry metrics;

    private String source = "";
    private String provider = "";

    @BeforeEach
    void nobodyHasSpokenBefore(TestInfo test) {
        provider = "p" + Integer.toHexString(test.getDisplayName().hashCode());
        source = "https://" + provider + ".example/deprecations";
    }

    @Test
    void recordsInEitherModeBecomeEventsClaimsAndCutoffs() {
        double stored = count("stored");
        broker.structured(stated("a", "1"));
        broker.binary(stated("b", "2"));
        awaitEvents("1", "2");
        for (String name : List.of("a", "b")) {
            assertThat(tables.texts(CLAIM, id(name)))
                    .hasSize(1)
                    .first()
                    .asString()
                    .endsWith("true");
            assertThat(tables.texts("select revision from cutoff where id = $1", id(name)))
                    .containsExactly("1");
            assertThat(tables.texts("select name from subject where id = $1", provider + "/" + name))
                    .containsExactly("Videos “API”");
            assertThat(kinds(name)).containsExactly(NoticeKind.ANNOUNCED);
        }
        assertThat(count("stored")).isEqualTo(stored + 2);
    }

    @Test
    void aRejectedRecordIsPutAsideAsItWasAndItsNeighboursGoOn() {
        double rejected = count("rejected");
        RecordHeaders odd = new RecordHeaders();
        odd.add("odd", new byte[] {0, -1}).add("forewarn-reason", "a lie".getBytes(UTF_8));
        byte[] broken = {'{', 0, -1};
        byte[] large = " ".repeat(200_000).getBytes(UTF_8);
        broker.structured(stated("a", "1"));
        RecordMetadata first = broker.raw(odd, new byte[] {7}, broken);
        RecordMetadata tombstone = broker.raw(new RecordHeaders(), "k".getBytes(UTF_8), null);
        RecordMetadata second = broker.raw(new RecordHeaders(), null, large);
        RecordMetadata third = broker.structured(stated("a", "1").set("/data/summary", "\"Other.\""))
                .get(0);
        broker.structured(stated("b", "2"));
        awaitEvents("1", "2");
        assertRejected(first, broken, "not valid JSON");
        assertThat(broker.rejectedFor(first).key()).containsExactly(7);
        assertThat(broker.rejectedFor(first).headers().lastHeader("odd").value())
                .containsExactly(0, -1);
        assertThat(broker.rejectedFor(first).headers().headers("forewarn-reason"))
                .hasSize(1);
        assertThat(broker.rejectedFor(tombstone).value()).isNull();
        assertThat(broker.rejectedFor(tombstone).key()).containsExactly('k');
        assertRejected(second, large, "200000 bytes");
        assertRejected(
                third, stated("a", "1").set("/data/summary", "\"Other.\"").structured(), "/id: this source");
        assertThat(tables.texts(CLAIM, id("a"))).hasSize(1);
        await().atMost(SOON).until(() -> count("rejected") == rejected + 4);
    }

    @Test
    void anEventThatPostgresqlCannotHoldIsPutAsideAlone() {
        // More bytes than an index takes, and nothing in them to compress.
        String id = new Random(1)
                .ints(1_000, 0x4e00, 0x9fff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        List<RecordMetadata> sent = broker.structured(stated("a", "1"), stated("b", id), stated("c", "2"));
        awaitEvents("1", "2");
        assertRejected(sent.get(1), stated("b", id).structured(), "can't be stored");
        assertThat(tables.texts(CLAIM, id("c"))).hasSize(1);
        assertThat(tables.texts(CLAIM, id("b"))).isEmpty();
    }

    @Test
    void whatTheOtherTopicCannotTakeIsCutThere() {
        broker.takeLargeEvents();
        byte[] large = "x".repeat(10_000_000).getBytes(UTF_8);
        RecordHeaders wide = new RecordHeaders();
        wide.add("wide", new byte[1_000_000]);
        RecordMetadata long10 = broker.raw(new RecordHeaders(), new byte[0], large);
        RecordMetadata wide1 = broker.raw(wide, new byte[100_000], new byte[] {1});
        broker.structured(stated("a", "1"));
        awaitEvents("1");
        ConsumerRecord<byte[], byte[]> cut = broker.rejectedFor(long10);
        assertThat(cut.value()).isEqualTo(Arrays.copyOf(large, 512 * 1024));
        assertThat(Broker.header(cut, "forewarn-cut-from")).isEqualTo("10000000");
        assertThat(Broker.header(cut, "forewarn-reason")).contains("10000000 bytes");
        assertThat(broker.rejectedFor(wide1).value()).containsExactly(1);
    }

    @Test
    void aRedeliveryChangesNothing() {
        Sent[] sent = IntStream.range(0, 20)
                .mapToObj(i -> stated("s" + i % 5, "e" + i)
                        .time("2026-03-%02dT00:00:00Z".formatted(1 + i))
                        .set("/data/summary", "\"" + i + "\""))
                .toArray(Sent[]::new);
        Sent withdrawn = withdrawn("s1").time("2026-03-30T00:00:00Z");
        Sent read =
                Sent.read(provider + "/s2:shutdown", provider + "/s3:shutdown").source(source);
        broker.structured(sent);
        broker.structured(withdrawn, read);
        await().atMost(SOON).until(() -> tables.texts(EVENT, source).size() == 22);
        Map<String, String> before = tables.checksums();
        double repeated = count("repeated");
        broker.structured(sent);
        broker.structured(read, withdrawn);
        broker.binary(sent[7]);
        await().atMost(SOON).until(() -> count("repeated") == repeated + 23);
        assertThat(tables.checksums()).isEqualTo(before);
    }

    @Test
    void eventsThatComeOutOfOrderAreFoldedInTheirPlace() {
        Sent first = at("1", "2026-03-01T00:00:00Z", "2199-01-01");
        Sent second = at("2", "2026-03-02T00:00:00Z", "2199-02-02");
        Sent third = at("3", "2026-03-03T00:00:00Z", "2199-02-02");
        String other = source + "/other";
        broker.structured(of("in-order", first), of("in-order", second), of("in-order", third));
        broker.structured(of("mixed", first).source(other), of("mixed", third).source(other));
        await().atMost(SOON).until(() -> tables.texts(EVENT, other).size() == 2);
        assertThat(tables.texts(CLAIM, id("mixed"))).first().asString().startsWith("3 2026-03-03");
        broker.structured(of("mixed", second).source(other));
        await().atMost(SOON).until(() -> tables.texts(EVENT, other).size() == 3);
        awaitEvents("1", "2", "3");
        // Said since the second, which had not come yet when the third did.
        assertThat(tables.texts(
                        "select said_at = '2026-03-02T00:00:00Z' and event_id = '3' from claim where cutoff_id = $1",
                        id("mixed")))
                .containsExactly("true");
        assertThat(tables.texts(CLAIM, id("mixed"))).isEqualTo(tables.texts(CLAIM, id("in-order")));
        assertThat(tables.texts(STANDING, id("mixed"))
                        .get(0)
                        .replace("mixed", "in-order")
                        .replace(other, source))
                .isEqualTo(tables.texts(STANDING, id("in-order")).get(0));
    }

    @Test
    void aClaimTakenBackLeavesATombstone() {
        broker.structured(stated("a", "1"), withdrawn("a"));
        awaitEvents("1", "2");
        assertThat(tables.texts("select withdrawn and window_start is null from cutoff where id = $1", id("a")))
                .containsExactly("true");
        assertThat(tables.texts("select live from claim where cutoff_id = $1", id("a")))
                .containsExactly("false");
        assertThat(kinds("a")).containsExactly(NoticeKind.ANNOUNCED, NoticeKind.WITHDRAWN);
    }

    @Test
    void aReadingConfirmsAndRaisesNoNotice() {
        broker.structured(stated("a", "1"));
        awaitEvents("1");
        long notices = tables.number("select count(*) from notice");
        Sent earlier =
                Sent.read(provider + "/b:shutdown", provider + "/a:shutdown").source(source);
        Sent later =
                Sent.read(provider + "/a:shutdown", provider + "/b:shutdown").source(source);
        broker.structured(later.id("5").time("2026-03-24T20:00:00Z"), earlier);
        awaitEvents("1", "3", "5");
        assertThat(tables.texts(
                        """
                        select read_at = '2026-03-24T20:00:00Z' and missing_at = '2026-03-24T19:00:00Z'
                        from confirmation where cutoff_id = $1 and source = $2""",
                        id("a"),
                        source))
                .containsExactly("true");
        assertThat(tables.number("select count(*) from notice")).isEqualTo(notices);
    }

    @Test
    void whatWouldCloseACycleIsRejectedAndTheRestStands() {
        List<RecordMetadata> two = broker.structured(after("a", "1", "b"), after("b", "2", "a"));
        broker.structured(after("c", "3", "d"), after("d", "4", "e"));
        awaitEvents("1", "3", "4");
        // The same edge twice: once the others are stored, and once all come at a time.
        RecordMetadata three =
                broker.structured(after("e", "5", "c"), stated("e", "6")).get(0);
        List<RecordMetadata> itself =
                broker.structured(after("x", "7", "y"), after("y", "8", "z"), after("z", "9", "x"));
        awaitEvents("1", "3", "4", "6", "7", "8");
        for (RecordMetadata closing : List.of(two.get(1), three, itself.get(2))) {
            assertThat(Broker.header(broker.rejectedFor(closing), "forewarn-reason"))
                    .startsWith("/data/effective/after: the date would hang on itself");
        }
        String derived = "select window_start::text from cutoff where id = $1";
        assertThat(tables.texts(derived, id("c"))).isEqualTo(tables.texts(derived, id("d")));
        assertThat(tables.texts(derived + " and window_start >= '2199-09-25T00:00:00-07:00'", id("c")))
                .hasSize(1);
    }

    private Sent stated(String name, String id) {
        return of(name, Sent.stated("openai/videos-api").id(id));
    }

    /** The same said of another subject of this test. */
    private Sent of(String name, Sent sent) {
        String subject = provider + "/" + name;
        return sent.source(source)
                .set("/subject", "\"" + subject + "\"")
                .set("/data/subject/id", "\"" + subject + "\"")
                .set("/data/scope/channel", "\"" + provider + "\"");
    }

    private Sent withdrawn(String name) {
        return Sent.withdrawn(provider + "/" + name).source(source).without("/data/scope");
    }

    private static Sent at(String id, String time, String day) {
        return Sent.stated("openai/videos-api")
                .id(id)
                .time(time)
                .set("/data/effective", "{\"on\": \"%s\", \"zone\": \"UTC\"}".formatted(day));
    }

    private Sent after(String name, String id, String followed) {
        return stated(name, id)
                .set("/data/effective", "{\"after\": [\"%s/%s:shutdown\"]}".formatted(provider, followed));
    }

    private String id(String name) {
        return CutoffKey.parse(provider + "/" + name + ":shutdown").id().value();
    }

    private List<NoticeKind> kinds(String name) {
        return tables.texts(NOTICES, id(name)).stream()
                .map(ordinal -> NoticeKind.values()[Integer.parseInt(ordinal)])
                .toList();
    }

    private void awaitEvents(String... ids) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(tables.texts(EVENT, source)).containsExactly(ids));
    }

    private double count(String outcome) {
        return metrics.counter(IntakeMetrics.EVENTS, "outcome", outcome).count();
    }

    private void assertRejected(RecordMetadata sent, byte[] value, String reason) {
        ConsumerRecord<byte[], byte[]> rejected = broker.rejectedFor(sent);
        assertThat(rejected.value()).isEqualTo(value);
        assertThat(Broker.header(rejected, "forewarn-reason")).contains(reason);
        assertThat(Broker.header(rejected, "forewarn-topic")).isEqualTo(sent.topic());
        assertThat(Broker.header(rejected, "forewarn-partition")).isEqualTo("0");
    }
}
