package dev.forewarn.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;

@PropertyDefaults(tries = 500, edgeCases = EdgeCasesMode.NONE)
class DocketPropertyTest {

    private static final Instant NOW = Says.instant("2026-06-01");

    /** What counts is a function of the set of events. */
    @Property
    void theOrderOfArrivalDoesNotMatter(
            @ForAll(supplier = SomeEvents.class) List<LifecycleEvent.AboutCutoff> events, @ForAll Random random) {
        List<LifecycleEvent.AboutCutoff> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, random);
        Archive inOrder = folded(inOrderOfTime(events), List.of(events.size()));
        Archive anyOrder = folded(shuffled, batches(events.size(), random));

        assertThat(anyOrder.standings()).isEqualTo(inOrder.standings());
        assertThat(anyOrder.claims()).isEqualTo(inOrder.claims());
    }

    /** The claim that counts is the one that a plain reading of the rules gives. */
    @Property
    void theHighestAndThenTheLatestLiveClaimCounts(
            @ForAll(supplier = SomeEvents.class) List<LifecycleEvent.AboutCutoff> events) {
        Archive archive = folded(events, Collections.nCopies(events.size(), 1));

        archive.standings().forEach((key, standing) -> {
            List<Claim> live = archive.claims().stream()
                    .filter(Claim::live)
                    .filter(claim -> claim.statement().key().equals(key))
                    .toList();
            Claim counting = live.stream()
                    .filter(claim -> claim.source().equals(standing.source()))
                    .findFirst()
                    .orElseThrow();
            assertThat(live).allSatisfy(claim -> assertThat(rank(claim)).isLessThanOrEqualTo(rank(counting)));
            assertThat(standing.effective()).isEqualTo(counting.statement().effective());
            assertThat(standing.sources()).isEqualTo(live.size());
            assertThat(standing.agreeing() + standing.conflicts().size()).isBetween(1, live.size());
        });
    }

    @Property
    void howEventsFallIntoBatchesChangesNothing(
            @ForAll(supplier = SomeEvents.class) List<LifecycleEvent.AboutCutoff> events, @ForAll Random random) {
        Archive oneByOne = folded(events, Collections.nCopies(events.size(), 1));
        Archive batched = folded(events, batches(events.size(), random));
        Archive atOnce = folded(events, List.of(events.size()));

        assertThat(batched.notices()).isEqualTo(oneByOne.notices());
        assertThat(atOnce.notices()).isEqualTo(oneByOne.notices());
        assertThat(batched.revisions()).isEqualTo(oneByOne.revisions());
        assertThat(batched.standings()).isEqualTo(oneByOne.standings());
        assertThat(batched.schedule()).isEqualTo(oneByOne.schedule());
        assertThat(atOnce.schedule()).isEqualTo(oneByOne.schedule());
    }

    @Property
    void aRedeliveryChangesNothing(@ForAll(supplier = SomeEvents.class) List<LifecycleEvent.AboutCutoff> events) {
        Archive archive = folded(events, List.of(events.size()));
        var standings = archive.standings();

        // The ledger leaves out what it has; even if it did not, nothing would be new.
        assertThat(archive.append(NOW, events)).isEmpty();
        assertThat(archive.standings()).isEqualTo(standings);
    }

    @Property
    void aRevisionVoidsExactlyWhatWasSaidOfAnotherDate(
            @ForAll(supplier = SomeEvents.class) List<LifecycleEvent.AboutCutoff> events) {
        Archive archive = folded(events, Collections.nCopies(events.size(), 1));

        for (Draft draft : archive.notices()) {
            switch (draft.kind()) {
                case ANNOUNCED, WITHDRAWN -> assertThat(draft.voids()).isEqualTo(Draft.Voids.ALL);
                case REVISED ->
                    assertThat(draft.voids()).isEqualTo(sameDate(draft) ? Draft.Voids.NOTHING : Draft.Voids.ALL);
                case CONFLICTED, REACHED -> assertThat(draft.voids()).isEqualTo(Draft.Voids.NOTHING);
                case APPROACHING -> assertThat(draft.voids()).isEqualTo(Draft.Voids.REMINDERS);
            }
        }
    }

    /** As time goes on and dates move, everything scheduled or raised belongs to the date that stands. */
    @Property
    void anOldDateIsNeverToldAgain(
            @ForAll(supplier = SomeEvents.class) List<LifecycleEvent.AboutCutoff> events, @ForAll Random random) {
        Archive archive = new Archive();
        Instant now = Says.instant("2025-12-01");
        for (LifecycleEvent.AboutCutoff event : events) {
            now = now.plus(Duration.ofHours(random.nextInt(40 * 24)));
            archive.sweep(now).forEach(draft -> assertOfPresentDate(draft, archive));
            archive.append(now, event);
            archive.schedule().forEach((key, due) -> assertScheduled(due, archive.cutoff(key)));
        }
        archive.sweep(now.plus(Duration.ofDays(1000)));

        assertThat(archive.schedule()).isEmpty();
        assertThat(archive.notices()).extracting(Draft::id).doesNotHaveDuplicates();
        assertThat(archive.notices())
                .filteredOn(draft -> draft.kind() == NoticeKind.REACHED)
                .allMatch(draft -> draft.cutoff().committed());
    }

    @Property
    void lateIsToldOnceAndOnlyOfADateThatIsNewOrEarlier(
            @ForAll(supplier = SomeEvents.class) List<LifecycleEvent.AboutCutoff> events) {
        Archive archive = new Archive();
        for (LifecycleEvent.AboutCutoff event : events) {
            List<Draft> notices = archive.append(NOW, event);
            List<Draft> late = notices.stream()
                    .filter(draft -> draft.kind() == NoticeKind.APPROACHING)
                    .toList();
            assertThat(late).extracting(draft -> draft.cutoff().key()).doesNotHaveDuplicates();
            assertThat(late).allSatisfy(draft -> assertLate(draft, notices));
        }
    }

    @Property
    void historyIsPushedToNobodyAndAllElseIs(
            @ForAll(supplier = SomeEvents.class) List<LifecycleEvent.AboutCutoff> events) {
        Instant now = Says.instant("2026-09-01");
        Archive archive = new Archive();
        for (LifecycleEvent.AboutCutoff event : events) {
            Map<CutoffKey, Standing> before = archive.standings();
            for (Draft draft : archive.append(now, event)) {
                Optional<Standing> old =
                        Optional.ofNullable(before.get(draft.cutoff().key()));
                boolean overBefore = old.isEmpty() || over(old.get().window(), now);
                boolean overAfter =
                        draft.cutoff().withdrawn() || over(draft.cutoff().window(), now);
                assertThat(draft.pushed()).as("%s", draft).isEqualTo(!(overBefore && overAfter));
            }
        }
    }

    private static void assertLate(Draft late, List<Draft> notices) {
        Draft change = notices.stream()
                .filter(draft -> draft.cutoff().equals(late.cutoff()) && draft.voids() == Draft.Voids.ALL)
                .findFirst()
                .orElseThrow();
        Window window = late.cutoff().window().orElseThrow();
        Draft.Reminder reminder = late.reminder().orElseThrow();

        assertThat(change.previous().flatMap(Cutoff::window))
                .satisfiesAnyOf(
                        before -> assertThat(before).isEmpty(),
                        before -> assertThat(before.orElseThrow().start()).isAfter(window.start()));
        assertThat(reminder.late()).isTrue();
        assertThat(reminder.audience())
                .containsExactlyElementsOf(Ladder.passed(window, NOW))
                .endsWith(reminder.leadTime());
        assertThat(late.pushed()).isTrue();
    }

    private static void assertOfPresentDate(Draft draft, Archive archive) {
        Cutoff cutoff = archive.cutoff(draft.cutoff().key());
        assertThat(draft.cutoff()).isEqualTo(cutoff);
        Window window = cutoff.window().orElseThrow();
        assertThat(draft.at())
                .isEqualTo(draft.reminder()
                        .map(reminder -> reminder.leadTime().dueAt(window))
                        .or(window::end)
                        .orElseThrow());
    }

    private static void assertScheduled(Due due, Cutoff cutoff) {
        assertThat(Ladder.ahead(cutoff, Instant.MIN)).contains(due);
    }

    private static boolean sameDate(Draft revised) {
        Standing before = revised.previous().orElseThrow().standing();
        Standing after = revised.cutoff().standing();
        return before.certainty() == after.certainty()
                && before.window().map(Window::start).equals(after.window().map(Window::start))
                && before.window().flatMap(Window::end).equals(after.window().flatMap(Window::end));
    }

    private static boolean over(Optional<Window> window, Instant now) {
        return window.flatMap(Window::end).filter(end -> !end.isAfter(now)).isPresent();
    }

    private static String rank(Claim claim) {
        return List.of(Authority.values()).indexOf(claim.statement().claimedBy().authority()) + " " + claim.saidAt()
                + " " + claim.source();
    }

    private static List<LifecycleEvent.AboutCutoff> inOrderOfTime(List<LifecycleEvent.AboutCutoff> events) {
        return events.stream().sorted(Comparator.comparing(LifecycleEvent::ref)).toList();
    }

    private static Archive folded(List<LifecycleEvent.AboutCutoff> events, List<Integer> batches) {
        Archive archive = new Archive();
        int from = 0;
        for (int size : batches) {
            archive.append(NOW, events.subList(from, from + size));
            from += size;
        }
        return archive;
    }

    private static List<Integer> batches(int total, Random random) {
        List<Integer> sizes = new ArrayList<>();
        for (int left = total; left > 0; left -= sizes.get(sizes.size() - 1)) {
            sizes.add(1 + random.nextInt(left));
        }
        return sizes;
    }
}
