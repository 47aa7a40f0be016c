package dev.forewarn.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ForewarnProcess;
import dev.forewarn.servers.Servers;
import dev.forewarn.system.Inbox.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;

/** What a test of a fault stands on: a database and topics, instances that can be hurt, load, receivers, the account. */
final class Trial implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** Requests in flight of one instance at most. */
    static final int IN_FLIGHT = 100;

    /** What may be sent once more after an instance was killed: what was in flight, and what was not yet written. */
    static final int REPEATED = IN_FLIGHT + 1_000;

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int SUBSCRIPTIONS = 24;
    private static final int STEADY = 16;

    final Tables tables = new Tables(Servers.createDatabase());
    final Inbox inbox = new Inbox();
    final String group = "forewarn-" + UUID.randomUUID();
    private final String events = Servers.createTopic("events", 4);
    private final String rejected = Servers.createTopic("rejected", 1);
    private final Duration lease;
    private final Map<String, String> paths = new HashMap<>();
    private final List<Runnable> closing = new ArrayList<>(List.of(inbox::close));

    /** @param lease how long a dead instance's work is its own; more than an attempt takes, twice */
    Trial(Duration lease) {
        this.lease = lease;
    }

    /**
     * The account of a trial.
     *
     * @param sent webhooks that were due by the tables
     * @param lost those of them that did not come
     * @param duplicated how often one came that had come before
     */
    record Account(int sent, int lost, int duplicated) {}

    /** Starts an instance; it is not ready yet. */
    ForewarnProcess start() {
        return start(Map.of());
    }

    /** Starts an instance with more settings; it is not ready yet. */
    ForewarnProcess start(Map<String, String> settings) {
        Map<String, String> environment = environment();
        environment.putAll(settings);
        ForewarnProcess process = ForewarnProcess.start(environment);
        closing.add(process::close);
        return process;
    }

    private Map<String, String> environment() {
        Map<String, String> environment =
                new HashMap<>(ForewarnProcess.environment(tables.database(), events, rejected));
        environment.putAll(Map.of(
                "FOREWARN_DELIVERY_LEASE", lease.toString(),
                "FOREWARN_NOTICE_LEASE", lease.toString(),
                "FOREWARN_DELIVERY_START_WITHIN",
                        lease.minus(TIMEOUT.multipliedBy(3).dividedBy(2)).toString(),
                "FOREWARN_DELIVERY_TIMEOUT", TIMEOUT.toString(),
                "FOREWARN_DELIVERY_MAX_IN_FLIGHT", Integer.toString(IN_FLIGHT),
                "FOREWARN_DELIVERY_RETRY_AFTER", "PT0.5S,PT1S,PT1S,PT1S,PT1S,PT1S,PT1S,PT1S,PT1S",
                "MP_MESSAGING_INCOMING_EVENTS_GROUP_ID", group,
                // The shortest that a broker allows: Kafka hands a dead member's partitions over after that.
                "MP_MESSAGING_INCOMING_EVENTS_SESSION_TIMEOUT_MS", "6000",
                "MP_MESSAGING_INCOMING_EVENTS_HEARTBEAT_INTERVAL_MS", "1000"));
        return environment;
    }

    /** Registers 24 webhooks, a quarter of them for each provider of the load; a third of them refuse some at first. */
    void subscribe(Api api) {
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            String path = (i < STEADY ? "/steady/" : "/flaky/") + i;
            api.subscribe(
                    "{\"url\": \"%s\", \"subjects\": [\"%s/*\"]}".formatted(inbox.url(i, path), Load.provider(i)));
            paths.put(path, Load.provider(i));
        }
    }

    /** A load that is to be started. */
    Load load() {
        return load(0);
    }

    /** A load that is to be started, whose events are others than the first so many. */
    Load load(int behind) {
        Load load = new Load(events, behind);
        closing.add(load::close);
        return load;
    }

    static String event(String id, String subject, String effective, Instant time) {
        return """
                {"specversion": "1.0", "type": "dev.forewarn.cutoff.stated.v1", "id": "%s", "source": "https://load.example",
                 "subject": "%s", "time": "%s", "data": {"subject": {"id": "%s", "name": "An API", "kind": "api"},
                 "milestone": "shutdown", "effective": %s, "certainty": "committed",
                 "claimedBy": {"name": "Load", "authority": "official"}}}"""
                .formatted(id, subject, time, subject, effective);
    }

    /** Waits until that many more webhooks have come. */
    void awaitRequests(int more) {
        int target = inbox.requests() + more;
        Awaitility.await(more + " more webhooks")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> inbox.requests() >= target);
    }

    /** Waits until all these events are stored and nothing is left to be told. */
    void awaitTold(int written, Duration atMost) {
        Awaitility.await("all told")
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    assertThat(tables.number("select count(*) from event")).isEqualTo(written);
                    assertThat(tables.number("select count(*) from fanout")).isZero();
                    assertThat(tables.number("select count(*) from waiting")).isZero();
                });
    }

    /** What the receivers have and what the tables say that they must have. */
    Account account(String trial) {
        Set<Webhook> due = webhooks("pushed and voided_by is null");
        Map<Webhook, Integer> taken = inbox.taken();
        assertThat(taken.keySet()).as("told only what was raised").isSubsetOf(webhooks("pushed"));
        assertThat(tables.number("select count(*) from delivery where state = 0"))
                .as("delivered, as the tables have it")
                .isEqualTo(taken.size());
        int lost = (int)
                due.stream().filter(webhook -> !taken.containsKey(webhook)).count();
        int duplicated = taken.values().stream().mapToInt(times -> times - 1).sum();
        Account account = new Account(due.size(), lost, duplicated);
        System.out.printf("%s: %s, %d requests%n", trial, account, inbox.requests());
        return account;
    }

    private Set<Webhook> webhooks(String condition) {
        Set<Webhook> webhooks = new HashSet<>();
        paths.forEach((path, provider) -> tables.texts(
                        "select id from notice where subject like '" + provider + "/%' and " + condition)
                .forEach(id -> webhooks.add(new Webhook(path, id))));
        return webhooks;
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }
}
