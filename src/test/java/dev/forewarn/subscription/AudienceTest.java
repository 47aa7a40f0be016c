package dev.forewarn.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.sql.Columns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class AudienceTest {

    private static final int ALL = -1;
    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");
    private static final SubjectId SUBJECT = SubjectId.parse("openai/sora-2");
    private static final CutoffId CUTOFF =
            CutoffKey.parse("openai/sora-2:shutdown").id();
    private static final Interest INTEREST =
            new Interest(SUBJECT, Milestone.SHUTDOWN, "openai", "*", NoticeKind.ANNOUNCED, 0, Optional.empty());

    @Inject
    Pool pool;

    @Inject
    Audience audience;

    @Inject
    Targets targets;

    @Inject
    SecretSealer sealer;

    @BeforeEach
    void nobody() {
        execute("truncate subscription, subscription_subject, acknowledgement", Tuple.tuple());
    }

    @Test
    void takesThoseOfTheSubjectItsProviderAndAll() {
        long exact = subscribed("openai/sora-2");
        long provider = subscribed("openai/*");
        long all = subscribed("*");
        subscribed("openai/sora");
        subscribed("groq/*");

        assertThat(found(INTEREST)).containsExactly(exact, provider, all);
    }

    @Test
    void takesNobodyTwice() {
        long thrice = subscribed("openai/sora-2", "openai/*", "*");
        long once = subscribed("*");

        assertThat(found(INTEREST)).containsExactly(thrice, once);
    }

    @Test
    void choosesByMilestoneAndKind() {
        long milestone = row(bit(Milestone.SHUTDOWN), ALL, ALL, null, null);
        long kind = row(ALL, bit(NoticeKind.ANNOUNCED), ALL, null, null);
        row(bit(Milestone.DEPRECATED), ALL, ALL, null, null);
        row(ALL, bit(NoticeKind.REACHED), ALL, null, null);

        assertThat(found(INTEREST)).containsExactly(milestone, kind);
    }

    @Test
    void choosesRemindersByAnyOfTheirLeadTimes() {
        long week = row(ALL, ALL, bit(LeadTime.P7D), null, null);
        long month = row(ALL, ALL, bit(LeadTime.P30D), null, null);
        row(ALL, ALL, bit(LeadTime.P1D), null, null);

        Interest late = new Interest(
                SUBJECT,
                Milestone.SHUTDOWN,
                "openai",
                "*",
                NoticeKind.APPROACHING,
                bit(LeadTime.P30D) | bit(LeadTime.P7D),
                Optional.empty());
        assertThat(found(late)).containsExactly(week, month);
        assertThat(found(INTEREST)).as("what is no reminder goes to all").hasSize(3);
    }

    @Test
    void choosesByChannelAndRegion() {
        long azure = row(ALL, ALL, ALL, new String[] {"azure", "openai"}, null);
        long germany = row(ALL, ALL, ALL, null, new String[] {"DE"});
        long both = row(ALL, ALL, ALL, new String[] {"azure"}, new String[] {"US", "DE"});

        assertThat(found(in("azure", "DE"))).containsExactly(azure, germany, both);
        assertThat(found(in("azure", "US"))).containsExactly(azure, both);
        assertThat(found(in("openai", "US"))).containsExactly(azure);
        assertThat(found(in("groq", "FR"))).isEmpty();
        assertThat(found(in("*", "*"))).containsExactly(azure, germany, both);
        assertThat(found(in("azure", "*"))).containsExactly(azure, germany, both);
        assertThat(found(in("*", "FR"))).containsExactly(azure);
    }

    @Test
    void leavesOutWhoHasAcknowledgedWhatIsCountedDownTo() {
        Instant start = Instant.parse("2040-09-24T00:00:00Z");
        long nobody = subscribed("*");
        long then = acknowledged(subscribed("*"), CUTOFF, start);
        long later = acknowledged(subscribed("*"), CUTOFF, start.plusSeconds(1));
        long sooner = acknowledged(subscribed("*"), CUTOFF, start.minusSeconds(1));
        long other = acknowledged(
                subscribed("*"), CutoffKey.parse("openai/sora:shutdown").id(), start);

        assertThat(found(countingDown(start))).containsExactly(nobody, later, other);
        assertThat(audience.count(countingDown(start)).await().indefinitely()).isEqualTo(new Audience.Count(3, false));
        assertThat(found(INTEREST)).containsExactly(nobody, then, later, sooner, other);
    }

    private static Interest countingDown(Instant start) {
        Optional<Countdown> countdown = Optional.of(new Countdown(CUTOFF, start));
        return new Interest(SUBJECT, Milestone.SHUTDOWN, "openai", "*", NoticeKind.APPROACHING, -1, countdown);
    }

    private long acknowledged(long id, CutoffId cutoff, Instant start) {
        execute(
                "insert into acknowledgement values ($1, $2, $3, now(), 'key_a', null)",
                Tuple.of(cutoff.value(), id, Columns.utc(start)));
        return id;
    }

    @Test
    void countsThoseWhoTakeIt() {
        subscribed("openai/sora-2", "*");
        subscribed("*");
        row(bit(Milestone.DEPRECATED), ALL, ALL, null, null);
        execute("update subscription set state = 'paused' where id = $1", Tuple.of(subscribed("*")));

        assertThat(audience.count(INTEREST).await().indefinitely()).isEqualTo(new Audience.Count(2, false));
    }

    @Test
    void leavesOutWhoIsNeitherActiveNorFailing() {
        long active = subscribed("*");
        long failing = subscribed("*");
        execute("update subscription set state = 'failing' where id = $1", Tuple.of(failing));
        for (String state : List.of("unverified", "paused", "disabled")) {
            execute("update subscription set state = $2 where id = $1", Tuple.of(subscribed("*"), state));
        }

        assertThat(found(INTEREST)).containsExactly(active, failing);
        assertThat(targets.active(LongStream.rangeClosed(active, failing + 10)
                                .boxed()
                                .toList())
                        .await()
                        .indefinitely())
                .containsOnlyKeys(active, failing);
    }

    @Test
    void tellsWhereToSendAndHowToSign() {
        long id = subscribed("*");

        Target target =
                audience.chunk(INTEREST, 0, 10).await().indefinitely().targets().get(0);

        assertThat(target.id()).isEqualTo(id);
        assertThat(target.origin()).isEqualTo("https://example.com:443");
        assertThat(target.url()).hasToString("https://Example.com/hook");
        assertThat(target.keys()).containsExactly(new byte[] {1, 2, 3});
        assertThat(target.toString()).doesNotContain("[1, 2, 3]").doesNotContain("[B@");
    }

    @Test
    void goesThroughAllChunkByChunkInOrder() {
        List<Long> ids = IntStream.range(0, 23)
                .mapToObj(i -> subscribed(i % 3 == 0 ? new String[] {"openai/*", "*"} : new String[] {"*"}))
                .toList();

        for (int limit : new int[] {1, 2, 5, 22, 23, 24}) {
            List<Long> seen = new ArrayList<>();
            long after = 0;
            Audience.Chunk chunk;
            do {
                chunk = audience.chunk(INTEREST, after, limit).await().indefinitely();
                assertThat(chunk.targets().size()).isBetween(1, 2 * limit);
                assertThat(chunk.upTo()).isGreaterThan(after);
                chunk.targets().forEach(target -> seen.add(target.id()));
                after = chunk.upTo();
            } while (!chunk.last());

            assertThat(seen).as("limit %s", limit).isEqualTo(ids);
            assertThat(audience.chunk(INTEREST, after, limit).await().indefinitely())
                    .isEqualTo(new Audience.Chunk(List.of(), after, true));
        }
    }

    @Test
    void movesOnOverThoseWhoDoNotTakeIt() {
        for (int i = 0; i < 5; i++) {
            row(bit(Milestone.DEPRECATED), ALL, ALL, null, null);
        }
        long last = subscribed("*");

        Audience.Chunk first = audience.chunk(INTEREST, 0, 3).await().indefinitely();
        Audience.Chunk second =
                audience.chunk(INTEREST, first.upTo(), 3).await().indefinitely();

        assertThat(first.targets()).isEmpty();
        assertThat(first.last()).isFalse();
        assertThat(second.targets()).extracting(Target::id).containsExactly(last);
        assertThat(second.last()).isTrue();
    }

    @Test
    void acknowledgementsCostAsMuchAsThereAreInTheChunk() {
        fill(20_000);
        Interest counting = countingDown(Instant.parse("2040-09-24T00:00:00Z"));
        for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
            int without = buffers(explained(mode, INTEREST, 10_000, 100));
            assertThat(buffers(explained(mode, counting, 10_000, 100)))
                    .as("none")
                    .isLessThanOrEqualTo(without + 5);
        }
        execute(
                "insert into acknowledgement select $1, id, '2040-01-01', now(), 'key_a', null from subscription where id % 2 = 0",
                Tuple.of(CUTOFF.value()));
        execute("analyze acknowledgement", Tuple.tuple());
        for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
            int without = buffers(explained(mode, INTEREST, 10_000, 100));
            String plan = explained(mode, counting, 10_000, 100);
            assertThat(plan).contains("acknowledgement_pkey").doesNotContain("Seq Scan on acknowledgement");
            // Half of those who take it are not looked up.
            assertThat(buffers(plan)).as(plan).isLessThan(without);
        }
    }

    @Test
    void readsByTheKeyAndOnlyAsMuchAsTheChunk() {
        fill(20_000);

        for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
            String plan = explained(mode, 0, 100);
            assertThat(plan)
                    .as(mode)
                    .contains("subscription_subject_pkey", "subscription_pkey")
                    .doesNotContain("Seq Scan on subscription");
            assertThat(buffers(plan)).as(plan).isLessThan(2_000);
            assertThat(buffers(explained(mode, 10_000, 100))).isLessThan(2_000);
            assertThat(buffers(explained(mode, 0, 10))).isLessThan(buffers(plan) / 3);
        }
    }

    /** Statements are planned once: what was planned for few will be run when there are many. */
    @Test
    void readsByTheKeyAlsoWhenItIsPlannedWhileThereAreFew() {
        fill(50);

        for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
            assertThat(explained(mode, 0, 100))
                    .as(mode)
                    .contains("subscription_subject_pkey")
                    .doesNotContain("subscription_subject_of");
        }
    }

    private void fill(int subscriptions) {
        execute(
                """
                insert into subscription (public_id, url, format, state, secret, created_at, updated_at)
                select 'sub_' || i, 'https://example.com/', 'standard', 'active', ''::bytea, now(), now()
                from generate_series(1, $1::integer) as i""",
                Tuple.of(subscriptions));
        execute(
                """
                insert into subscription_subject
                select pattern, id, -1, -1, -1, null, null
                from subscription
                cross join lateral (values ('*'), ('openai/*'), ('provider' || id % 100 || '/*')) as p (pattern)
                where pattern <> 'openai/*' or id % 2 = 0""",
                Tuple.tuple());
        execute("analyze subscription", Tuple.tuple());
        execute("analyze subscription_subject", Tuple.tuple());
    }

    /** The plan, with what was read, of the statement as a pool's connection prepares it. */
    private String explained(String mode, long after, int limit) {
        return explained(mode, INTEREST, after, limit);
    }

    private String explained(String mode, Interest interest, long after, int limit) {
        return pool.withConnection(connection -> explained(connection, mode, interest, after, limit))
                .await()
                .indefinitely();
    }

    private static Uni<String> explained(
            SqlConnection connection, String mode, Interest interest, long after, int limit) {
        String text = "explain (analyze, buffers, costs off, timing off, summary off) " + Audience.CHUNKS;
        return connection
                .query("set plan_cache_mode = " + mode)
                .execute()
                .chain(() -> connection
                        .preparedQuery(text)
                        .execute(Audience.parameters(List.of(new Audience.Question(interest, after)), limit)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.joining("\n")))
                .call(() -> connection.query("reset plan_cache_mode").execute());
    }

    private static int buffers(String plan) {
        Matcher matcher = BUFFERS.matcher(plan);
        assertThat(matcher.find()).as(plan).isTrue();
        return Integer.parseInt(matcher.group(1)) + (matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
    }

    private static Interest in(String channel, String region) {
        return new Interest(SUBJECT, Milestone.SHUTDOWN, channel, region, NoticeKind.ANNOUNCED, 0, Optional.empty());
    }

    private List<Long> found(Interest interest) {
        return audience.chunk(interest, 0, 1_000).await().indefinitely().targets().stream()
                .map(Target::id)
                .toList();
    }

    private long subscribed(String... patterns) {
        long id = subscription();
        Set.of(patterns).forEach(pattern -> route(id, pattern, ALL, ALL, ALL, null, null));
        return id;
    }

    private long row(
            int milestones, int kinds, int leadTimes, String @Nullable [] channels, String @Nullable [] regions) {
        long id = subscription();
        route(id, "*", milestones, kinds, leadTimes, channels, regions);
        return id;
    }

    private long subscription() {
        String publicId = PublicId.random();
        byte[] secret = sealer.seal(Sealed.SECRET, new byte[] {1, 2, 3}, publicId);
        return pool.preparedQuery(
                        """
                        insert into subscription (public_id, url, format, state, secret, created_at, updated_at)
                        values ($1, 'https://Example.com/hook', 'standard', 'active', $2, now(), now())
                        returning id""")
                .execute(Tuple.of(publicId, Buffer.buffer(secret)))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    private void route(
            long id,
            String pattern,
            int milestones,
            int kinds,
            int leadTimes,
            String @Nullable [] channels,
            String @Nullable [] regions) {
        execute(
                "insert into subscription_subject values ($1, $2, $3, $4, $5, $6, $7)",
                Tuple.tuple()
                        .addString(pattern)
                        .addLong(id)
                        .addInteger(milestones)
                        .addInteger(kinds)
                        .addInteger(leadTimes)
                        .addArrayOfString(channels)
                        .addArrayOfString(regions));
    }

    private static int bit(Enum<?> word) {
        return Mask.of(word);
    }

    private void execute(String statement, Tuple parameters) {
        pool.preparedQuery(statement).execute(parameters).await().indefinitely();
    }
}
