package dev.forewarn.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

@PropertyDefaults(tries = 2000, edgeCases = EdgeCasesMode.NONE)
class LadderPropertyTest {

    @Property
    void noRungIsEverDueAfterTheStartAndEachIsDueBeforeTheNext(@ForAll("windows") Window window) {
        Instant previous = Instant.MIN;
        for (LeadTime rung : LeadTime.values()) {
            assertThat(rung.dueAt(window)).isBetween(previous, window.start());
            previous = rung.dueAt(window);
        }
        assertThat(LeadTime.P0D.dueAt(window)).isEqualTo(window.start());
    }

    @Property
    void theDaysThatAreLeftWhenARungIsDueAreItsDays(@ForAll("windows") Window window, @ForAll LeadTime rung) {
        int days = window.daysLeft(rung.dueAt(window));

        // Where the zone has skipped a day, a calendar day is missing between the two.
        assertThat(days).isBetween(Math.max(0, days(rung) - 1), days(rung));
        if (!window.zone().getId().startsWith("Pacific/")) {
            assertThat(days).isEqualTo(days(rung));
        }
    }

    @Property
    void howeverTheSweepsFallEachRungIsRaisedOnceAndTold(
            @ForAll("windows") Window window, @ForAll List<@IntRange(max = 5000) Integer> hours) {
        Cutoff cutoff = cutoff(window);
        List<Draft> raised = new ArrayList<>();
        Optional<Due> next = Ladder.next(cutoff, Instant.MIN);
        Instant now = next.orElseThrow().at();
        for (int pause : hours) {
            now = now.plus(Duration.ofHours(pause));
            next = sweep(cutoff, next, now, raised);
        }
        next = sweep(cutoff, next, Instant.MAX, raised);

        assertThat(next).isEmpty();
        assertThat(raised).extracting(Draft::at).isSorted();
        assertThat(raised.stream().flatMap(draft -> draft.reminder().stream()).map(Draft.Reminder::leadTime))
                .containsExactly(LeadTime.values());
        assertThat(raised.stream()
                        .filter(Draft::pushed)
                        .flatMap(draft -> draft.reminder().stream())
                        .flatMap(reminder -> reminder.audience().stream()))
                .as("who picked a rung is told, and once")
                .containsExactly(LeadTime.values());
        assertThat(raised.get(raised.size() - 1).kind()).isEqualTo(NoticeKind.REACHED);
    }

    private static Optional<Due> sweep(Cutoff cutoff, Optional<Due> next, Instant now, List<Draft> raised) {
        if (next.isEmpty()) {
            return next;
        }
        Consequences consequences = Ladder.raise(cutoff, next.get(), now);
        raised.addAll(consequences.notices());
        assertThat(consequences.notices())
                .filteredOn(draft -> draft.kind() == NoticeKind.APPROACHING && draft.pushed())
                .hasSizeLessThanOrEqualTo(1);
        return consequences.next();
    }

    @Provide
    Arbitrary<Window> windows() {
        Arbitrary<LocalDate> days = Arbitraries.integers().between(0, 60_000).map(LocalDate.of(1900, 1, 1)::plusDays);
        Arbitrary<ZoneId> zones = Arbitraries.of(ZoneId.getAvailableZoneIds().stream()
                        .filter(id -> !id.startsWith("Pacific/"))
                        .sorted()
                        .toList())
                .map(ZoneId::of)
                // Libraries may add zones that have no rules yet.
                .filter(zone -> zone.getRules() != null);
        Arbitrary<Window> on = Combinators.combine(days, zones)
                .as((day, zone) -> new Effective.On(day, zone).window().orElseThrow());
        Arbitrary<Window> in = Combinators.combine(days, zones)
                .as((day, zone) ->
                        new Effective.In(YearMonth.from(day), zone).window().orElseThrow());
        Arbitrary<Window> at = Combinators.combine(days, Arbitraries.integers().between(0, 86_399))
                .as((day, second) -> new Effective.At(
                                Says.instant(day.toString()).plusSeconds(second))
                        .window()
                        .orElseThrow());
        Arbitrary<Window> aroundASkippedDay = Arbitraries.integers()
                .between(1, 200)
                .map(LocalDate.of(2011, 12, 30)::plusDays)
                .map(day -> new Effective.On(day, ZoneId.of("Pacific/Apia"))
                        .window()
                        .orElseThrow());
        return Arbitraries.oneOf(on, on, in, at, aroundASkippedDay);
    }

    private static int days(LeadTime rung) {
        return Integer.parseInt(rung.word().substring(1, rung.word().length() - 1));
    }

    private static Cutoff cutoff(Window window) {
        Statement statement = Says.official(Says.undated()).statement();
        return new Cutoff(
                statement.key(),
                1,
                false,
                new Standing(
                        statement.subject(),
                        statement.effective(),
                        Optional.of(window),
                        Certainty.COMMITTED,
                        Replacement.UNKNOWN,
                        Says.OPENAI,
                        1,
                        1,
                        List.of()));
    }
}
