package dev.forewarn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Milestone;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssessmentTest {

    private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");
    private static final CheckTerms TERMS =
            new CheckTerms(Period.ofDays(30), List.of(), List.of(), List.of(), List.of());

    @Test
    void withoutACutoffAllIsClear() {
        assertThat(Assessment.of(List.of(), TERMS, NOW).verdict()).isEqualTo(Verdict.CLEAR);
    }

    @Test
    void whatEndsWithinThatManyCalendarDaysIsApproaching() {
        assertThat(verdict(on("2026-10-01", Certainty.COMMITTED))).isEqualTo(Verdict.APPROACHING);
        assertThat(verdict(on("2026-10-02", Certainty.COMMITTED))).isEqualTo(Verdict.CLEAR);
        assertThat(verdict(on("2026-10-01", Certainty.TENTATIVE))).isEqualTo(Verdict.APPROACHING);
        assertThat(verdict(of("a/b:shutdown", new Effective.At(Instant.parse("2026-10-01T23:59:59Z")))))
                .isEqualTo(Verdict.APPROACHING);
        assertThat(verdict(of("a/b:shutdown", new Effective.In(YearMonth.of(2026, 10), ZoneOffset.UTC))))
                .isEqualTo(Verdict.APPROACHING);
    }

    @Test
    void daysAreCountedInTheZoneOfTheCutoff() {
        Instant lateEvening = Instant.parse("2026-09-01T23:30:00Z");
        Cutoff utc = on("2026-10-02", Certainty.COMMITTED);
        Cutoff berlin = of("a/b:shutdown", new Effective.On(LocalDate.parse("2026-10-02"), ZoneId.of("Europe/Berlin")));

        assertThat(Assessment.of(List.of(utc), TERMS, lateEvening).verdict()).isEqualTo(Verdict.CLEAR);
        assertThat(Assessment.of(List.of(berlin), TERMS, lateEvening).verdict()).isEqualTo(Verdict.APPROACHING);
    }

    @Test
    void onItsDayItIsApproachingAndOnlyAPromiseIsEverPassed() {
        assertThat(verdict(on("2026-09-01", Certainty.COMMITTED))).isEqualTo(Verdict.APPROACHING);
        assertThat(verdict(on("2026-08-31", Certainty.COMMITTED))).isEqualTo(Verdict.PASSED);
        assertThat(verdict(on("2020-01-01", Certainty.TENTATIVE))).isEqualTo(Verdict.APPROACHING);
        assertThat(verdict(on("2020-01-01", Certainty.EARLIEST))).isEqualTo(Verdict.APPROACHING);
    }

    @Test
    void withoutADateNothingIsApproachingButTheCutoffIsTold() {
        Assessment undated = Assessment.of(
                List.of(Rows.of("a/b:shutdown", new Effective.Undated(), Certainty.TENTATIVE)), TERMS, NOW);

        assertThat(undated.verdict()).isEqualTo(Verdict.CLEAR);
        assertThat(undated.deciding()).isPresent();
    }

    @Test
    void aBrownoutThatIsOverCountsNoMore() {
        Effective yesterday = new Effective.On(LocalDate.parse("2026-08-31"), ZoneOffset.UTC);

        assertThat(verdict(of("a/b:brownout", yesterday))).isEqualTo(Verdict.CLEAR);
        assertThat(verdict(Rows.of("a/b:brownout", yesterday, Certainty.TENTATIVE)))
                .isEqualTo(Verdict.CLEAR);
    }

    @Test
    void theWorstDecidesAndOfThoseTheFirst() {
        Cutoff soon = on("2026-09-20", Certainty.COMMITTED);
        Cutoff sooner = of("a/b:read_only", new Effective.On(LocalDate.parse("2026-09-10"), ZoneOffset.UTC));
        Cutoff far = of("a/b:data_deletion", new Effective.On(LocalDate.parse("2027-09-10"), ZoneOffset.UTC));

        Assessment assessment = Assessment.of(List.of(far, soon, sooner), TERMS, NOW);

        assertThat(assessment.deciding()).contains(sooner);
        assertThat(assessment.others()).isEqualTo(2);
    }

    @Test
    void everywhereIsEverywhereThatHasNoCutoffOfItsOwn() {
        Cutoff everywhere = on("2026-08-01", Certainty.COMMITTED);
        Cutoff germany = of("a/b:shutdown;region=DE", new Effective.On(LocalDate.parse("2027-01-01"), ZoneOffset.UTC));
        List<Cutoff> all = List.of(everywhere, germany);

        assertThat(Assessment.of(all, in("DE"), NOW).verdict()).isEqualTo(Verdict.CLEAR);
        assertThat(Assessment.of(all, in("DE", "FR"), NOW).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(Assessment.of(List.of(everywhere), in("DE"), NOW).verdict()).isEqualTo(Verdict.PASSED);
    }

    private static CheckTerms in(String... regions) {
        return new CheckTerms(Period.ofDays(30), List.of(Milestone.SHUTDOWN), List.of(), List.of(regions), List.of());
    }

    private static Verdict verdict(Cutoff cutoff) {
        return Assessment.of(List.of(cutoff), TERMS, NOW).verdict();
    }

    private static Cutoff on(String day, Certainty certainty) {
        return Rows.of("a/b:shutdown", new Effective.On(LocalDate.parse(day), ZoneOffset.UTC), certainty);
    }

    private static Cutoff of(String key, Effective effective) {
        return Rows.of(key, effective, Certainty.COMMITTED);
    }
}
