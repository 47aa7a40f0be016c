package dev.forewarn.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.lifecycle.LifecycleEvent;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.SubjectKind;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class LedgerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger PROVIDERS = new AtomicInteger();
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private static final String CLAIMS =
            """
            select c.key || ' ' || l.source || ' ' || l.event_id || ' ' || l.said_at || ' ' || l.live || ' '
                   || coalesce((select string_agg(k.key, ',' order by k.key) from claim_follows f
                                join cutoff k on k.id = f.followed_id
                                where f.cutoff_id = c.id and f.source = l.source), '')
            from claim l join cutoff c on c.id = l.cutoff_id where c.subject like $1 || '/%'
            order by c.key, l.source""";

    private static final String STANDINGS =
            """
            select key || ' ' || (document::jsonb -> 'standing') || ' ' || coalesce(next_due_at::text, '')
            from cutoff where subject like $1 || '/%' and not withdrawn and revision > 0 order by key""";

    private static final String REVISIONS =
            """
            select c.key || ' ' || r.revision || ' ' || r.event_id || ' ' || r.document
            from revision r join cutoff c on c.id = r.cutoff_id where c.subject like $1 || '/%'
            order by c.key, r.revision""";

    // By subject: which of two followers of one cutoff comes first depends on their ids, and so on the provider's name.
    private static final String NOTICES =
            """
            select subject || ' ' || revision || ' ' || kind || ' ' || lead_times || ' ' || pushed || ' '
                   || (voided_by is null) || ' ' || (convert_from(body, 'UTF8')::jsonb ->> 'timestamp')
            from notice where subject like $1 || '/%' order by subject, position""";

    @Inject
    Ledger ledger;

    @Inject
    LedgerReading reading;

    @Inject
    LedgerWriting writing;

    @Inject
    Aftermath aftermath;

    @Inject
    CalendarClock calendar;

    @Inject
    InstantSource wall;

    @Inject
    Pool pool;

    @Inject
    Tables tables;

    @Test
    void aBatchTakesAsManyStatementsForTwoHundredEventsAsForOne() {
        CountedPool counted = new CountedPool(pool);
        Ledger measured = new Ledger(counted.pool(), reading, writing, aftermath, calendar, wall);
        String alone = newProvider();
        append(measured, first(alone, 1));
        int one = counted.take();
        assertThat(one).isGreaterThan(5);
        String many = newProvider();
        append(measured, first(many, 200));
        assertThat(counted.take()).isEqualTo(one);
        // With repeats, latecomers, withdrawals and dates that hang on others, too, it is a constant.
        append(measured, new RandomEvents(1, alone).take(5));
        append(measured, new RandomEvents(1, alone).take(200));
        assertThat(counted.take()).isBetween(2 * one, 2 * (one + 8));
        append(measured, new RandomEvents(1, alone).take(200));
        assertThat(counted.take()).isLessThan(one);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void howEventsFallIntoBatchesChangesNothing(long seed) {
        String whole = newProvider();
        append(ledger, new RandomEvents(seed, whole).take(60));
        String single = newProvider();
        new RandomEvents(seed, single).take(60).forEach(said -> append(ledger, List.of(said)));
        String mixed = newProvider();
        batches(new RandomEvents(seed, mixed).take(60), new Random(seed)).forEach(batch -> append(ledger, batch));
        for (String query : List.of(CLAIMS, STANDINGS, REVISIONS, NOTICES)) {
            assertThat(of(whole, query))
                    .isNotEmpty()
                    .isEqualTo(of(single, query))
                    .isEqualTo(of(mixed, query));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void theOrderOfArrivalChangesNeitherClaimsNorWhatCounts(long seed) {
        String inOrder = newProvider();
        append(ledger, new RandomEvents(seed, inOrder).take(60));
        String shuffled = newProvider();
        List<Said> events = new ArrayList<>(new RandomEvents(seed, shuffled).take(60));
        Collections.shuffle(events, new Random(seed));
        batches(events, new Random(seed)).forEach(batch -> append(ledger, batch));
        assertThat(of(shuffled, CLAIMS)).isNotEmpty().isEqualTo(of(inOrder, CLAIMS));
        assertThat(of(shuffled, STANDINGS)).isNotEmpty().isEqualTo(of(inOrder, STANDINGS));
    }

    @Test
    void aDateThatHangsOnAnotherMovesInTheSameTransaction() {
        String provider = newProvider();
        append(
                ledger,
                List.of(on(provider, 0, "1", "2199-01-01"), after(provider, 1, "2", 0), after(provider, 2, "3", 1)));
        append(ledger, List.of(on(provider, 0, "4", "2199-03-01")));
        assertThat(tables.texts(
                        "select window_start::date from cutoff where subject like $1 || '/%' order by key", provider))
                .containsExactly("2199-03-01", "2199-03-02", "2199-03-02");
        assertThat(tables.texts("select distinct xmin::text from cutoff where subject like $1 || '/%'", provider))
                .hasSize(1);
        assertThat(tables.texts(
                        "select distinct event_id from revision r join cutoff c on c.id = r.cutoff_id"
                                + " where c.subject like $1 || '/%' and r.revision = 2",
                        provider))
                .containsExactly("4");
    }

    /** Adding edges makes them wait for each other; without, they meet at the rows and at the end of the feed. */
    @ParameterizedTest
    @CsvSource({"6, true", "40, false"})
    void severalLedgersAtOnceStoreEachEventOnceAndLeaveNoGap(int cutoffs, boolean linked) {
        String provider = newProvider();
        List<Said> events = new RandomEvents(99, provider, cutoffs, linked).take(600);
        List<CompletableFuture<List<Verdict>>> appends = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            List<Said> own = new ArrayList<>(events);
            Collections.shuffle(own, new Random(writer));
            appends.add(appendInTurn(batches(own.subList(0, 400), new Random(writer))));
        }
        List<Verdict> verdicts = appends.stream()
                .map(CompletableFuture::join)
                .flatMap(List::stream)
                .toList();
        long distinct =
                tables.number("select count(*) from event where source like 'https://' || $1 || '.%'", provider);
        assertThat(verdicts).filteredOn(Verdict.Stored.class::isInstance).hasSize((int) distinct);
        assertThat(verdicts).filteredOn(Verdict.Refused.class::isInstance).isEmpty();
        assertThat(distinct).isGreaterThan(590);
        append(ledger, events);
        assertThat(tables.texts(
                        """
                        select c.id from cutoff c join revision r on r.cutoff_id = c.id
                        where c.subject like $1 || '/%' group by c.id, c.revision
                        having count(*) <> c.revision or max(r.revision) <> c.revision or min(r.revision) <> 1""",
                        provider))
                .isEmpty();
        assertThat(tables.texts("select (count(*) = max(position) and min(position) = 1)::text from notice"))
                .containsExactly("true");
        String alone = newProvider();
        append(ledger, new RandomEvents(99, alone, cutoffs, linked).take(600));
        assertThat(of(provider, CLAIMS)).isEqualTo(of(alone, CLAIMS));
        assertThat(of(provider, STANDINGS)).isEqualTo(of(alone, STANDINGS));
    }

    /** Also where one of the batches reads more, because something hangs on what it is about. */
    @Test
    void whoMeetsAtANewCutoffKnowsOfTheOthersClaim() {
        String provider = newProvider();
        append(ledger, List.of(on(provider, 1, "1", "2199-01-01"), after(provider, 0, "2", 1)));
        for (int round = 0; round < 60; round++) {
            int met = 100 + round;
            Effective day = new Effective.On(LocalDate.parse("2199-06-01").plusDays(round), ZoneOffset.UTC);
            Said moved = said(provider, 1, "moved-" + round, day);
            Said press = said(provider, met, "press", Authority.PRESS, new Effective.Undated());
            Said official = said(provider, met, "official", Authority.OFFICIAL, day);
            List<CompletableFuture<List<Verdict>>> appends = Stream.of(List.of(moved, press), List.of(official))
                    .map(said -> ledger.append(said).subscribeAsCompletionStage())
                    .toList();
            appends.forEach(CompletableFuture::join);
            String id = RandomEvents.key(provider, met).id().value();
            assertThat(tables.texts(
                            "select certainty || ' ' || (window_start is not null) from cutoff where id = $1", id))
                    .containsExactly("committed true");
            assertThat(tables.number("select count(*) from claim where cutoff_id = $1", id))
                    .isEqualTo(2);
        }
    }

    @Test
    void edgesThatCloseACycleTogetherAreNeverBothStored() {
        for (int round = 0; round < 20; round++) {
            String provider = newProvider();
            append(
                    ledger,
                    List.of(
                            on(provider, 0, "1", "2199-01-01"),
                            on(provider, 1, "2", "2199-02-01"),
                            on(provider, 2, "3", "2199-03-01")));
            List<CompletableFuture<List<Verdict>>> appends = Stream.of(
                            after(provider, 0, "4", 1), after(provider, 1, "5", 2), after(provider, 2, "6", 0))
                    .map(said -> ledger.append(List.of(said)).subscribeAsCompletionStage())
                    .toList();
            List<Verdict> verdicts = appends.stream()
                    .map(CompletableFuture::join)
                    .flatMap(List::stream)
                    .toList();
            assertThat(verdicts).filteredOn(Verdict.Refused.class::isInstance).hasSize(1);
            assertThat(tables.number(
                            "select count(*) from claim_follows f join cutoff c on c.id = f.cutoff_id where c.subject like $1 || '/%'",
                            provider))
                    .isEqualTo(2);
            assertThat(tables.number("select count(*) from event where source like 'https://' || $1 || '.%'", provider))
                    .isEqualTo(5);
        }
    }

    @Test
    void anIdThatComesAgainWithOtherContentIsRefusedAlsoWithinABatch() {
        String provider = newProvider();
        Said first = on(provider, 0, "1", "2199-01-01");
        Said other = on(provider, 0, "1", "2199-01-02");
        assertThat(append(ledger, List.of(first, first, other)))
                .satisfiesExactly(
                        stored -> assertThat(stored).isInstanceOf(Verdict.Stored.class),
                        repeated -> assertThat(repeated).isInstanceOf(Verdict.Repeated.class),
                        refused -> assertThat(refused).isInstanceOf(Verdict.Refused.class));
        assertThat(append(ledger, List.of(other))).first().isInstanceOf(Verdict.Refused.class);
        assertThat(tables.texts("select window_start::date from cutoff where subject like $1 || '/%'", provider))
                .containsExactly("2199-01-01");
    }

    @Test
    void anIdThatWasRefusedIsFreeForOtherContentAlsoWithinABatch() {
        String provider = newProvider();
        List<Said> said = List.of(
                on(provider, 0, "1", "2199-01-01"),
                after(provider, 1, "2", 0),
                after(provider, 0, "3", 1),
                on(provider, 0, "3", "2199-02-01"));
        assertThat(append(ledger, said))
                .extracting(verdict -> verdict.getClass().getSimpleName())
                .containsExactly("Stored", "Stored", "Refused", "Stored");
        assertThat(tables.texts(
                        "select event_id from claim l join cutoff c on c.id = l.cutoff_id"
                                + " where c.subject like $1 || '/%' order by event_id",
                        provider))
                .containsExactly("2", "3");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theAliasesOfAllDescriptionsAreKept(int batchSize) {
        String provider = newProvider();
        List<Said> said = List.of(
                described(provider, "1", Authority.PRESS, "b", "x"),
                described(provider, "2", Authority.OFFICIAL, "c"),
                described(provider, "3", Authority.PRESS, "a"));
        for (int from = 0; from < said.size(); from += batchSize) {
            append(ledger, said.subList(from, from + batchSize));
        }
        assertThat(tables.texts(
                        "select array_to_string(aliases, ',') || ' ' || event_id from subject where id like $1 || '/%'",
                        provider))
                .containsExactly("a,b,c,x 2");
    }

    @Test
    void aStoredDocumentThatCanNotBeReadFailsAsAFaultOfTheEventsThatNeedIt() {
        String provider = newProvider();
        append(ledger, List.of(on(provider, 0, "1", "2199-01-01")));
        List<String> document = tables.texts("select document from cutoff where subject like $1 || '/%'", provider);
        tables.rows("update cutoff set document = 'nonsense' where subject like $1 || '/%'", provider);
        try {
            assertThatThrownBy(() -> append(ledger, List.of(on(provider, 0, "2", "2199-01-02"))))
                    .isInstanceOf(FoldingFailure.class);
        } finally {
            tables.rows("update cutoff set document = $2 where subject like $1 || '/%'", provider, document.get(0));
        }
    }

    private static Said described(String provider, String id, Authority authority, String... aliases) {
        CutoffKey key = RandomEvents.key(provider, 0);
        Statement plain = RandomEvents.statement(key, authority, new Effective.Undated(), Certainty.TENTATIVE);
        return RandomEvents.said(new LifecycleEvent.Stated(
                new EventRef("https://" + provider + ".example/" + authority, id, TIME),
                new Statement(
                        new Subject(key.subject(), "Name " + id, SubjectKind.API, List.of(aliases)),
                        plain.milestone(),
                        plain.scope(),
                        plain.effective(),
                        plain.certainty(),
                        plain.announcedOn(),
                        plain.replacement(),
                        plain.summary(),
                        plain.claimedBy())));
    }

    private CompletableFuture<List<Verdict>> appendInTurn(List<List<Said>> batches) {
        CompletableFuture<List<Verdict>> before = CompletableFuture.completedFuture(List.of());
        for (List<Said> batch : batches) {
            before = before.thenCompose(verdicts -> ledger.append(batch)
                    .map(more -> Stream.concat(verdicts.stream(), more.stream()).toList())
                    .subscribeAsCompletionStage());
        }
        return before;
    }

    private static List<Verdict> append(Ledger to, List<Said> said) {
        return to.append(said).await().atMost(PATIENCE);
    }

    /** Cuts events into batches of 1 to 12. */
    private static List<List<Said>> batches(List<Said> events, Random random) {
        List<List<Said>> batches = new ArrayList<>();
        for (int from = 0;
                from < events.size();
                from += batches.get(batches.size() - 1).size()) {
            batches.add(events.subList(from, Math.min(events.size(), from + 1 + random.nextInt(12))));
        }
        return batches;
    }

    /** The first that is said of so many cutoffs. */
    private static List<Said> first(String provider, int cutoffs) {
        return IntStream.range(0, cutoffs)
                .mapToObj(i -> on(provider, 1000 + i, "first-" + i, "2199-01-01"))
                .toList();
    }

    private static Said on(String provider, int cutoff, String id, String day) {
        return said(provider, cutoff, id, new Effective.On(LocalDate.parse(day), ZoneOffset.UTC));
    }

    private static Said after(String provider, int cutoff, String id, int followed) {
        return said(provider, cutoff, id, new Effective.After(List.of(RandomEvents.key(provider, followed))));
    }

    private static Said said(String provider, int cutoff, String id, Effective effective) {
        CutoffKey key = RandomEvents.key(provider, cutoff);
        EventRef ref = new EventRef("https://" + provider + ".example/", id, TIME.plusSeconds(id.hashCode()));
        return RandomEvents.said(new LifecycleEvent.Stated(
                ref, RandomEvents.statement(key, Authority.OFFICIAL, effective, Certainty.COMMITTED)));
    }

    private static Said said(String provider, int cutoff, String who, Authority authority, Effective effective) {
        EventRef ref = new EventRef("https://" + provider + ".example/" + who, who + cutoff, TIME);
        return RandomEvents.said(new LifecycleEvent.Stated(
                ref,
                RandomEvents.statement(RandomEvents.key(provider, cutoff), authority, effective, Certainty.COMMITTED)));
    }

    /** What a query finds of a provider, as if all had one name. */
    private List<String> of(String provider, String query) {
        return tables.texts(query, provider).stream()
                .map(text -> text.replace(provider, "provider"))
                .toList();
    }

    private static String newProvider() {
        return "ledger-%03d".formatted(PROVIDERS.incrementAndGet());
    }
}
