package dev.forewarn.lifecycle;

import static dev.forewarn.lifecycle.Says.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderTest {

    private static final Says SEPTEMBER = Says.official(Says.on("2026-09-24"));

    private final Archive archive = new Archive();

    @ParameterizedTest
    @CsvSource({
        "2026-09-24, UTC,                 P7D,   2026-09-17T00:00:00Z",
        "2026-09-24, UTC,                 P0D,   2026-09-24T00:00:00Z",
        "2026-09-24, America/Los_Angeles, P180D, 2026-03-28T07:00:00Z",
        // midnight on both sides of a change of clocks
        "2026-11-02, America/Los_Angeles, P1D,   2026-11-01T07:00:00Z",
        "2026-03-09, America/Los_Angeles, P1D,   2026-03-08T08:00:00Z",
        // a day that begins at one o'clock is reminded of at midnight, and the other way round
        "2018-11-04, America/Sao_Paulo,   P1D,   2018-11-03T03:00:00Z",
        "2018-11-05, America/Sao_Paulo,   P1D,   2018-11-04T03:00:00Z",
        "2028-03-01, UTC,                 P1D,   2028-02-29T00:00:00Z",
        // the day before was left out
        "2011-12-31, Pacific/Apia,        P1D,   2011-12-30T10:00:00Z",
        "2011-12-31, Pacific/Apia,        P0D,   2011-12-30T10:00:00Z",
    })
    void aRungIsDueAtTheStartOfItsDay(String day, ZoneId zone, LeadTime rung, Instant due) {
        assertThat(rung.dueAt(Says.on(day, zone.getId()).window().orElseThrow()))
                .isEqualTo(due);
    }

    @Test
    void anInstantIsRemindedOfAtItsTimeOfDay() {
        Window window =
                new Effective.At(Instant.parse("2026-09-24T17:30:00Z")).window().orElseThrow();

        assertThat(LeadTime.P7D.dueAt(window)).isEqualTo("2026-09-17T17:30:00Z");
        assertThat(LeadTime.P0D.dueAt(window)).isEqualTo("2026-09-24T17:30:00Z");
    }

    @Test
    void leadsDownToTheDayAndThenToTheEndIfThatIsPromised() {
        assertThat(Ladder.ahead(cutoff(SEPTEMBER), Instant.MIN))
                .extracting(due -> due.leadTime().map(LeadTime::word).orElse("end"))
                .containsExactly("P180D", "P90D", "P60D", "P30D", "P14D", "P7D", "P3D", "P1D", "P0D", "end");
        assertThat(Ladder.ahead(cutoff(SEPTEMBER.but(Certainty.TENTATIVE)), Says.instant("2026-09-23")))
                .containsExactly(due("2026-09-24", LeadTime.P0D));
    }

    @Test
    void whatIsDueNowIsNotAhead() {
        Cutoff cutoff = cutoff(SEPTEMBER);

        assertThat(Ladder.next(cutoff, Says.instant("2026-09-17"))).hasValue(due("2026-09-21", LeadTime.P3D));
        assertThat(Ladder.next(cutoff, Says.instant("2026-09-16T23:59:59Z"))).hasValue(due("2026-09-17", LeadTime.P7D));
        assertThat(Ladder.next(cutoff, Says.instant("2026-09-25"))).isEmpty();
    }

    @Test
    void withoutADateThereIsNothingAhead() {
        assertThat(Ladder.next(cutoff(Says.official(Says.undated())), Instant.MIN))
                .isEmpty();
    }

    @Test
    void aReminderInTimeGoesToThoseWhoPickedItsRung() {
        archive.append("2026-01-01", SEPTEMBER.at("2026-01-01"));
        List<Draft> raised = archive.sweep("2026-03-28T00:00:07Z");

        assertThat(raised).hasSize(1);
        Draft reminder = raised.get(0);
        assertThat(reminder.kind()).isEqualTo(NoticeKind.APPROACHING);
        assertThat(reminder.at()).as("when it was due, not when the sweep ran").isEqualTo("2026-03-28T00:00:00Z");
        assertThat(reminder.reminder()).hasValue(new Draft.Reminder(LeadTime.P180D, false, List.of(LeadTime.P180D)));
        assertThat(reminder.voids()).isEqualTo(Draft.Voids.REMINDERS);
        assertThat(archive.next(VIDEOS)).hasValue(due("2026-06-26", LeadTime.P90D));
    }

    @Test
    void afterAnOutageEachNoticeIsRaisedButOneReminderIsPushedToAllWhoPickedOne() {
        archive.append("2026-01-01", SEPTEMBER.at("2026-01-01"));
        archive.sweep("2026-09-11");
        List<Draft> raised = archive.sweep("2026-09-22");

        assertThat(raised)
                .extracting(draft -> draft.reminder().orElseThrow().leadTime())
                .containsExactly(LeadTime.P7D, LeadTime.P3D);
        assertThat(raised).extracting(Draft::pushed).containsExactly(false, true);
        assertThat(raised.get(1).reminder().orElseThrow().audience()).containsExactly(LeadTime.P7D, LeadTime.P3D);
        assertThat(raised).noneMatch(draft -> draft.reminder().orElseThrow().late());
        assertThat(archive.next(VIDEOS)).hasValue(due("2026-09-23", LeadTime.P1D));
    }

    @Test
    void anOutageOverTheWholeLadderEndsInOneReminderAndReached() {
        archive.append("2026-01-01", SEPTEMBER.at("2026-01-01"));
        List<Draft> raised = archive.sweep("2027-01-01");

        assertThat(raised).hasSize(10);
        assertThat(raised.stream().filter(Draft::pushed))
                .extracting(Draft::kind)
                .containsExactly(NoticeKind.APPROACHING, NoticeKind.REACHED);
        assertThat(raised.get(9).at()).isEqualTo("2026-09-25T00:00:00Z");
        assertThat(archive.next(VIDEOS)).isEmpty();
    }

    @Test
    void sweepingTooEarlyRaisesNothing() {
        archive.append("2026-01-01", SEPTEMBER.at("2026-01-01"));
        Due due = archive.next(VIDEOS).orElseThrow();

        assertThat(Ladder.raise(archive.cutoff(VIDEOS), due, Says.instant("2026-03-27")))
                .isEqualTo(new Consequences(List.of(), Optional.of(due)));
    }

    @Test
    void ofTwoRungsThatAreDueAtOnceNoneIsForgotten() {
        archive.append(
                "2011-12-30T00:00:00Z",
                Says.official(Says.on("2011-12-31", "Pacific/Apia")).at("2011-06-01"));
        List<Draft> raised = archive.sweep("2011-12-30T10:00:00Z");

        assertThat(raised)
                .extracting(draft -> draft.reminder().orElseThrow().leadTime())
                .containsExactly(LeadTime.P1D, LeadTime.P0D);
        assertThat(raised.get(1).reminder().orElseThrow().audience()).containsExactly(LeadTime.P1D, LeadTime.P0D);
        assertThat(archive.next(VIDEOS)).hasValue(new Due(Instant.parse("2011-12-31T10:00:00Z"), Optional.empty()));
    }

    @Test
    void aBoundWithoutAnEndIsNeverReached() {
        archive.append(
                "2026-01-01",
                SEPTEMBER.at("2026-01-01"),
                Says.official(Says.after(VIDEOS))
                        .of("openai/sora-data:data_deletion")
                        .at("2026-01-01"));
        archive.sweep("2030-01-01");

        assertThat(archive.notices())
                .filteredOn(draft -> draft.kind() == NoticeKind.REACHED)
                .extracting(draft -> draft.cutoff().key())
                .containsExactly(VIDEOS);
        assertThat(archive.cutoff("openai/sora-data:data_deletion").status(Says.instant("2030-01-01")))
                .isEqualTo(Status.OPEN);
    }

    private Cutoff cutoff(Says says) {
        archive.append("2026-01-01", says.at("2026-01-01"));
        return archive.cutoff(VIDEOS);
    }

    private static Due due(String at, LeadTime leadTime) {
        return new Due(Says.instant(at), Optional.of(leadTime));
    }
}
