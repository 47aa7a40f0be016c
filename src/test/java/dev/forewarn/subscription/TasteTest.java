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
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class TasteTest {

    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private static final int SUBSCRIPTIONS = 40;
    private static final int NOTICES = 200;
    private static final List<String> PATTERNS =
            List.of("*", "openai/*", "groq/*", "openai/sora-2", "openai/sora", "groq/qwen/qwen3-32b");
    private static final List<String> SUBJECTS =
            List.of("openai/sora-2", "openai/sora", "groq/qwen/qwen3-32b", "other/api");
    private static final List<String> PLACES = List.of("*", "a", "b");
    private static final List<CutoffId> CUTOFFS = Stream.of("a/b:shutdown", "a/c:shutdown")
            .map(key -> CutoffKey.parse(key).id())
            .toList();
    private static final List<Instant> STARTS = Stream.of("2040-01-01T00:00:00Z", "2040-01-02T00:00:00Z")
            .map(Instant::parse)
            .toList();

    @Inject
    Pool pool;

    @Inject
    Audience audience;

    @Inject
    Taste taste;

    @Inject
    SecretSealer sealer;

    private final Random random = new Random(7);

    @BeforeEach
    @AfterEach
    void nobody() {
        execute("truncate subscription, subscription_subject, acknowledgement", Tuple.tuple());
    }

    @Test
    void aSubscriptionTakesWhatAFanOutWouldTellIt() {
        List<Long> subscriptions =
                Stream.generate(this::subscription).limit(SUBSCRIPTIONS).toList();
        List<Interest> interests =
                Stream.generate(this::interest).limit(NOTICES).toList();
        List<Set<Integer>> taken = subscriptions.stream()
                .map(id -> taste.taken(id, interests).await().atMost(AT_MOST))
                .toList();

        int told = 0;
        for (int i = 0; i < NOTICES; i++) {
            int place = i;
            List<Long> takers = IntStream.range(0, SUBSCRIPTIONS)
                    .filter(each -> taken.get(each).contains(place))
                    .mapToObj(subscriptions::get)
                    .toList();
            assertThat(takers).as("%s", interests.get(i)).isEqualTo(audience(interests.get(i)));
            told += takers.size();
        }
        assertThat(told).isBetween(NOTICES, NOTICES * SUBSCRIPTIONS / 2);
    }

    private List<Long> audience(Interest interest) {
        return audience.chunk(interest, 0, 1000).await().atMost(AT_MOST).targets().stream()
                .map(Target::id)
                .toList();
    }

    private Interest interest() {
        NoticeKind kind = any(List.of(NoticeKind.values()));
        return new Interest(
                SubjectId.parse(any(SUBJECTS)),
                any(List.of(Milestone.values())),
                any(PLACES),
                any(PLACES),
                kind,
                kind == NoticeKind.APPROACHING ? 1 + random.nextInt((1 << LeadTime.values().length) - 1) : 0,
                random.nextBoolean() ? Optional.of(new Countdown(any(CUTOFFS), any(STARTS))) : Optional.empty());
    }

    private long subscription() {
        String publicId = PublicId.random();
        byte[] secret = sealer.seal(Sealed.SECRET, new byte[] {1, 2, 3}, publicId);
        long id = pool.preparedQuery(
                        """
                        insert into subscription (public_id, url, format, state, secret, created_at, updated_at)
                        values ($1, 'https://example.com/hook', 'standard', 'active', $2, now(), now())
                        returning id""")
                .execute(Tuple.of(publicId, Buffer.buffer(secret)))
                .await()
                .atMost(AT_MOST)
                .iterator()
                .next()
                .getLong(0);
        List<String> patterns = new ArrayList<>(PATTERNS);
        patterns.removeIf(pattern -> random.nextInt(3) > 0);
        int masks = random.nextInt();
        patterns.forEach(pattern -> route(id, pattern, masks | random.nextInt()));
        CUTOFFS.stream().filter(any -> random.nextBoolean()).forEach(cutoff -> acknowledged(id, cutoff));
        return id;
    }

    private void route(long id, String pattern, int mask) {
        execute(
                "insert into subscription_subject values ($1, $2, $3, $4, $5, $6, $7)",
                Tuple.tuple()
                        .addString(pattern)
                        .addLong(id)
                        .addInteger(mask)
                        .addInteger(mask >>> 5)
                        .addInteger(mask >>> 9)
                        .addArrayOfString(places())
                        .addArrayOfString(places()));
    }

    private void acknowledged(long id, CutoffId cutoff) {
        execute(
                "insert into acknowledgement values ($1, $2, $3, now(), 'key_a', null)",
                Tuple.of(cutoff.value(), id, Columns.utc(any(STARTS))));
    }

    private String @Nullable [] places() {
        return random.nextBoolean() ? null : new String[] {any(PLACES.subList(1, 3))};
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private void execute(String sql, Tuple parameters) {
        pool.preparedQuery(sql).execute(parameters).await().atMost(AT_MOST);
    }
}
