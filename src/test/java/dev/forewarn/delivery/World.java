package dev.forewarn.delivery;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.forewarn.ledger.Ledger;
import dev.forewarn.ledger.Said;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.lifecycle.LifecycleEvent;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Speaker;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.SubjectKind;
import dev.forewarn.servers.ServersResource;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What happens around the application under test: sources speak, owners register, and tables can be looked into. */
@Singleton
class World {

    static final Duration SOON = Duration.ofSeconds(15);

    private static final Duration AT_MOST = Duration.ofSeconds(20);
    private static final AtomicInteger PROVIDERS = new AtomicInteger();
    private static final AtomicInteger SECONDS = new AtomicInteger();

    private final Pool pool;
    private final Ledger ledger;

    World(Pool pool, Ledger ledger) {
        this.pool = pool;
        this.ledger = ledger;
    }

    /** A provider that no other test has. */
    static String newProvider() {
        return "provider" + PROVIDERS.incrementAndGet();
    }

    /** A day so far off that no reminder is due. */
    static LocalDate farOff() {
        return LocalDate.now(ZoneOffset.UTC).plusDays(400);
    }

    /** A notice as the table has it. */
    record Raised(long position, String id, String body, Instant raisedAt) {
        LocalDate day() {
            return LocalDate.ofInstant(raisedAt, ZoneOffset.UTC);
        }
    }

    /** The provider promises a day. Returns the notice that follows. */
    Raised states(String key, LocalDate day) {
        return states(key, new Effective.On(day, ZoneOffset.UTC));
    }

    Raised states(String key, Effective effective) {
        CutoffKey parsed = CutoffKey.parse(key);
        append(new LifecycleEvent.Stated(
                event(parsed), statement(parsed, effective, speaker("The provider", Authority.OFFICIAL))));
        return newest(key);
    }

    /** The press says another day than the provider. */
    Raised contradicts(String key, LocalDate day) {
        CutoffKey parsed = CutoffKey.parse(key);
        EventRef news = new EventRef("https://press.example/news", event(parsed).id(), Instant.now());
        Effective effective = new Effective.On(day, ZoneOffset.UTC);
        append(new LifecycleEvent.Stated(news, statement(parsed, effective, speaker("The press", Authority.PRESS))));
        return newest(key);
    }

    private static Speaker speaker(String name, Authority authority) {
        return new Speaker(name, authority, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Statement statement(CutoffKey key, Effective effective, Speaker speaker) {
        Subject subject = new Subject(key.subject(), key.subject().name(), SubjectKind.API, List.of());
        return new Statement(
                subject,
                key.milestone(),
                key.scope(),
                effective,
                Certainty.COMMITTED,
                Optional.empty(),
                Replacement.UNKNOWN,
                Optional.empty(),
                speaker);
    }

    Raised withdraws(String key) {
        CutoffKey parsed = CutoffKey.parse(key);
        append(new LifecycleEvent.Withdrawn(event(parsed), parsed));
        return newest(key);
    }

    private static EventRef event(CutoffKey key) {
        String source = "https://" + key.subject().provider() + ".example/deprecations";
        return new EventRef(source, UUID.randomUUID().toString(), Instant.now().plusSeconds(SECONDS.incrementAndGet()));
    }

    private void append(LifecycleEvent event) {
        byte[] digest = event.ref().id().getBytes(UTF_8);
        ledger.append(List.of(new Said(event, digest))).await().atMost(AT_MOST);
    }

    Raised newest(String key) {
        Row row = rows(
                        "select position, id, body, raised_at from notice where cutoff_id = $1 order by position desc limit 1",
                        CutoffKey.parse(key).id().value())
                .get(0);
        return new Raised(
                row.getLong("position"),
                row.getString("id"),
                row.getBuffer("body").toString(UTF_8),
                row.getOffsetDateTime("raised_at").toInstant());
    }

    /** A registered webhook. */
    record Subscribed(long id, String publicId, String url, String secret) {}

    /**
     * A subscription that is sent to, without having been asked by a ping.
     *
     * @param filter further members of the body, e.g. {@code "kinds": ["reached"]}; may be empty
     */
    Subscribed subscribes(String url, String filter) {
        // Elsewhere first (RFC 6761, section 6.4), so that no ping can come to the receiver.
        Subscribed registered = registers("https://receiver.invalid/", filter);
        rows(
                """
                update subscription
                set url = $2, state = 'active', state_since = now(), verified_at = now(), next_ping_at = null
                where id = $1""",
                registered.id(),
                url);
        return new Subscribed(registered.id(), registered.publicId(), url, registered.secret());
    }

    /** A subscription as it is after its registration. */
    Subscribed registers(String url, String filter) {
        String body = "{\"url\": \"" + url + "\"" + (filter.isEmpty() ? "" : ", " + filter) + "}";
        JsonPath answer = given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/subscriptions")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        String publicId = answer.getString("id");
        long id = rows("select id from subscription where public_id = $1", publicId)
                .get(0)
                .getLong("id");
        return new Subscribed(id, publicId, url, answer.getString("secret"));
    }

    Subscribed subscribesTo(String provider, String url) {
        return subscribes(url, "\"subjects\": [\"" + provider + "/*\"]");
    }

    /** The delivery of a notice to a subscription once it has ended. */
    Row ended(Subscribed subscribed, Raised notice) {
        return await().atMost(SOON)
                .until(() -> delivery(subscribed, notice), Optional::isPresent)
                .orElseThrow();
    }

    State endState(Subscribed subscribed, Raised notice) {
        return State.values()[ended(subscribed, notice).getInteger("state")];
    }

    Optional<Row> delivery(Subscribed subscribed, Raised notice) {
        return rows(
                        "select * from delivery where subscription_id = $1 and position = $2",
                        subscribed.id(),
                        notice.position())
                .stream()
                .findFirst();
    }

    /** Waits until the delivery waits. */
    void waits(Subscribed subscribed, Raised notice) {
        String count = "select count(*) from waiting where subscription_id = $1 and position = $2 and attempts > 0";
        await().atMost(SOON).until(() -> number(count, subscribed.id(), notice.position()) == 1);
    }

    long number(String sql, @Nullable Object... parameters) {
        return rows(sql, parameters).get(0).getLong(0);
    }

    List<Row> rows(String sql, @Nullable Object... parameters) {
        var rows =
                pool.preparedQuery(sql).execute(Tuple.from(parameters)).await().atMost(AT_MOST);
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }
}
