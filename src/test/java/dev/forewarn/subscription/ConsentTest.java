package dev.forewarn.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.forewarn.servers.ServersResource;
import dev.forewarn.subscription.Consent.Asked;
import dev.forewarn.subscription.Made.One;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ConsentTest {

    /** So far off that nothing but this test finds anything due then. */
    private static final Instant THEN = Instant.parse("2100-01-01T00:10:00Z");

    private static final String URL = "https://receiver.invalid/hook";

    @Inject
    Pool pool;

    @Inject
    Targets targets;

    @Inject
    SubscriptionMetrics metrics;

    @Inject
    SubscriptionSettings settings;

    @Inject
    Consent consent;

    @Inject
    PingQuota quota;

    @Inject
    Made made;

    private long owner;

    @BeforeEach
    void own() {
        owner = made.owner();
    }

    @AfterEach
    void forget() {
        made.rows("delete from subscription where owner_id = $1", owner);
        made.rows("delete from ping_quota where scope = $1 or scope like 'host:%.invalid'", "owner:" + owner);
    }

    @Test
    void asksByTheSchedule() {
        One one = unverified(URL);

        List<Asked> asked = due(THEN);

        assertThat(asked).extracting(each -> each.target().id()).containsExactly(one.id());
        assertThat(asked.get(0).state()).isEqualTo("unverified");
        assertThat(made.row(one).getInteger("pings")).isEqualTo(1);
        assertThat(next(one)).isEqualTo(THEN.plusSeconds(5));
        assertThat(due(THEN.plusSeconds(4))).isEmpty();
        assertThat(due(THEN.plusSeconds(5))).hasSize(1);
        assertThat(next(one)).isEqualTo(THEN.plusSeconds(65));
    }

    @Test
    void disablesWhoHasBeenAskedTenTimesInADayInVain() {
        One one = unverified(URL);

        Instant at = THEN;
        for (int i = 0; i < 10; i++) {
            assertThat(due(at)).hasSize(1);
            at = next(one);
        }
        assertThat(at).isEqualTo(THEN.plus(Duration.ofDays(1)));
        assertThat(made.state(one)).isEqualTo("unverified");

        assertThat(due(at)).isEmpty();
        Row row = made.row(one);
        assertThat(row.getString("state")).isEqualTo("disabled");
        assertThat(row.getString("reason")).isEqualTo("unverified");
        assertThat(row.getOffsetDateTime("state_since").toInstant()).isEqualTo(at);
        assertThat(row.getOffsetDateTime("next_ping_at")).isNull();
    }

    @Test
    void replicasNeverTakeTheSameOne() {
        List<Long> ids = IntStream.range(0, 40)
                .mapToObj(i -> unverified("https://host" + i + ".invalid/").id())
                .toList();

        List<List<Asked>> taken = Uni.join()
                .all(IntStream.range(0, 8).mapToObj(i -> queue(THEN).claim(10)).toList())
                .andFailFast()
                .await()
                .atMost(Made.AT_MOST);
        List<Asked> all = new ArrayList<>(taken.stream().flatMap(List::stream).toList());
        all.addAll(due(THEN));

        assertThat(all).extracting(asked -> asked.target().id()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void putsOffWhatIsBeyondTheQuotaOfAHostUncounted() {
        used("host:busy.invalid", settings.pingsPerHost() - 1, THEN);
        List<One> both = List.of(unverified("https://busy.invalid/one"), unverified("http://BUSY.invalid.:8080/two"));
        One elsewhere = unverified("https://idle.invalid/");

        List<Long> asked = due(THEN).stream().map(each -> each.target().id()).toList();

        assertThat(asked).hasSize(2).contains(elsewhere.id());
        One late = both.stream()
                .filter(each -> !asked.contains(each.id()))
                .findFirst()
                .orElseThrow();
        assertThat(made.row(late).getInteger("pings")).isZero();
        assertThat(next(late)).isEqualTo(Instant.parse("2100-01-01T01:00:00Z"));
        assertThat(due(next(late))).extracting(each -> each.target().id()).contains(late.id());
        assertThat(made.row(late).getInteger("pings")).isEqualTo(1);
    }

    @Test
    void putsOffWhatIsBeyondTheQuotaOfAnOwner() {
        used("owner:" + owner, settings.pingsPerOwner() - 1, THEN);
        unverified("https://one.invalid/");
        unverified("https://two.invalid/");

        assertThat(due(THEN)).hasSize(1);
        assertThat(made.number("select pings from ping_quota where scope = $1", "owner:" + owner))
                .isEqualTo(settings.pingsPerOwner());
        assertThat(made.number(
                        "select sum(pings) from ping_quota where scope in ('host:one.invalid', 'host:two.invalid')"))
                .as("what is not sent is not counted for its host")
                .isEqualTo(1);
    }

    @Test
    void aSlowClockDoesNotTurnTheHourBack() {
        used("host:busy.invalid", settings.pingsPerHost(), THEN);
        unverified("https://busy.invalid/");

        assertThat(queueAsOf(THEN.minus(Duration.ofHours(1)), "2099-12-31T23:00:00Z"))
                .isEmpty();
    }

    private List<Asked> queueAsOf(Instant now, String due) {
        made.rows(
                "update subscription set next_ping_at = $2 where owner_id = $1",
                owner,
                Instant.parse(due).atOffset(ZoneOffset.UTC));
        return due(now);
    }

    @Test
    void asksWhomSomebodyWantsToBeAsked() {
        One active = made.subscription(owner, URL, "active");

        Asked asked = consent.ask(active.publicId(), Optional.of(owner)).await().atMost(Made.AT_MOST);

        assertThat(asked.state()).isEqualTo("active");
        assertThat(asked.target().url()).hasToString(URL);
        assertThat(consent.ask(active.publicId(), Optional.empty())
                        .await()
                        .atMost(Made.AT_MOST)
                        .target()
                        .id())
                .isEqualTo(active.id());
    }

    @Test
    void doesNotEvenTellThatThereIsAnothersSubscription() {
        One one = made.subscription(owner, URL, "active");

        for (String id : List.of(one.publicId(), "sub_nothing", "", "\u0000", "\ud800")) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() ->
                            consent.ask(id, Optional.of(owner + 1)).await().atMost(Made.AT_MOST))
                    .satisfies(e -> assertThat(e.problem().status()).isEqualTo(404));
        }
    }

    @Test
    void refusesToAskBeyondTheQuotaAndTellsTheLimit() {
        One one = made.subscription(owner, "https://busy.invalid/", "unverified");
        used("host:busy.invalid", settings.pingsPerHost(), Instant.now().plus(Duration.ofHours(1)));

        assertThatExceptionOfType(WebApplicationException.class)
                .isThrownBy(() ->
                        consent.ask(one.publicId(), Optional.of(owner)).await().atMost(Made.AT_MOST))
                .satisfies(e -> {
                    assertThat(e.getResponse().getStatus()).isEqualTo(429);
                    assertThat(Long.parseLong(e.getResponse().getHeaderString("Retry-After")))
                            .isBetween(1L, 3_600L);
                    assertThat(((Problem) e.getResponse().getEntity()).detail())
                            .contains(Integer.toString(settings.pingsPerHost()), "busy.invalid");
                });
    }

    @Test
    void oneThatSaysYesIsSentToAndWhatWaitsGoesOnAtOnce() {
        One one = unverified(URL);
        made.rows("insert into lane (subscription_id, next_at) values ($1, now() + interval '1 day')", one.id());
        made.rows("insert into trouble values ($1, now(), now(), '{1}')", one.id());

        answered(due(THEN).get(0), true);

        assertThat(made.state(one)).isEqualTo("active");
        assertThat(made.row(one).getOffsetDateTime("verified_at")).isNotNull();
        assertThat(made.row(one).getOffsetDateTime("next_ping_at")).isNull();
        assertThat(made.number("select count(*) from lane where subscription_id = $1 and next_at > now()", one.id()))
                .isZero();
        assertThat(made.number("select count(*) from trouble where subscription_id = $1", one.id()))
                .isZero();
        made.rows("delete from lane where subscription_id = $1", one.id());
    }

    @Test
    void aLeasedLaneIsLeftToWhoHasIt() {
        One one = unverified(URL);
        made.rows(
                "insert into lane (subscription_id, next_at, leased) values ($1, now() + interval '1 day', true)",
                one.id());

        answered(due(THEN).get(0), true);

        assertThat(made.number("select count(*) from lane where subscription_id = $1 and next_at > now()", one.id()))
                .isEqualTo(1);
        made.rows("delete from lane where subscription_id = $1", one.id());
    }

    @Test
    void aNoChangesNothing() {
        One one = unverified(URL);

        answered(due(THEN).get(0), false);

        assertThat(made.state(one)).isEqualTo("unverified");
    }

    @Test
    void aYesOfAnotherUrlOrOfWhatIsNoLongerAskedCountsForNothing() {
        One moved = unverified("https://old.invalid/");
        Asked before = due(THEN).get(0);
        made.rows("update subscription set url = 'https://new.invalid/' where id = $1", moved.id());
        answered(before, true);
        assertThat(made.state(moved)).isEqualTo("unverified");

        made.rows("update subscription set url = 'https://old.invalid/', state = 'disabled' where id = $1", moved.id());
        answered(before, true);
        assertThat(made.state(moved)).isEqualTo("disabled");
    }

    private void answered(Asked asked, boolean success) {
        consent.answered(asked, success).await().atMost(Made.AT_MOST);
    }

    private One unverified(String url) {
        One one = made.subscription(owner, url, "unverified");
        made.rows(
                "update subscription set asked_since = $2, next_ping_at = $2 where id = $1",
                one.id(),
                THEN.atOffset(ZoneOffset.UTC));
        return one;
    }

    private Instant next(One one) {
        return made.row(one).getOffsetDateTime("next_ping_at").toInstant();
    }

    private void used(String scope, int pings, Instant at) {
        made.rows(
                "insert into ping_quota values ($1, $2, $3)",
                scope,
                PingQuota.over(at).minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC),
                pings);
    }

    private PingQueue queue(Instant now) {
        return new PingQueue(pool, targets, quota, metrics, () -> now);
    }

    /** Of this test's. */
    private List<Asked> due(Instant now) {
        return queue(now).claim(1_000).await().atMost(Made.AT_MOST).stream()
                .filter(asked -> made.number(
                                "select owner_id from subscription where id = $1",
                                asked.target().id())
                        == owner)
                .toList();
    }
}
