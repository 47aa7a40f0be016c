package dev.forewarn.lifecycle;

import static dev.forewarn.lifecycle.Says.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which notices follow from which change. */
class ChangeTest {

    private static final Says SEPTEMBER = Says.official(Says.on("2026-09-24"));
    private static final Says OCTOBER = Says.official(Says.on("2026-10-01"));
    private static final Says UNDATED = Says.official(Says.undated());

    private final Archive archive = new Archive();

    @Test
    void theFirstClaimIsAnnouncedAtTheTimeItWasSaid() {
        Draft announced = only(archive.append("2025-12-02", SEPTEMBER.at("2025-12-01")));

        assertThat(announced.kind()).isEqualTo(NoticeKind.ANNOUNCED);
        assertThat(announced.at()).isEqualTo("2025-12-01T00:00:00Z");
        assertThat(announced.previous()).isEmpty();
        assertThat(announced.pushed()).isTrue();
        assertThat(announced.cutoff()).isEqualTo(archive.cutoff(VIDEOS));
    }

    @Test
    void anUndatedCutoffIsAnnouncedToo() {
        assertKinds(archive.append("2026-03-01", UNDATED.at("2026-03-01")), NoticeKind.ANNOUNCED);
        assertThat(archive.next(VIDEOS)).isEmpty();
    }

    @Test
    void whatIsStatedAgainAfterAWithdrawalIsAnnounced() {
        archive.append("2025-12-01", SEPTEMBER.at("2025-12-01"));
        archive.append("2025-12-02", SEPTEMBER.takenBackAt("2025-12-02"));
        Draft again = only(archive.append("2025-12-03", SEPTEMBER.at("2025-12-03")));

        assertThat(again.kind()).isEqualTo(NoticeKind.ANNOUNCED);
        assertThat(again.previous()).isEmpty();
    }

    @Test
    void aRevisionTellsWhatWasBeforeAndVoidsIt() {
        archive.append("2025-12-01", SEPTEMBER.at("2025-12-01"));
        Cutoff before = archive.cutoff(VIDEOS);
        Draft revised = only(archive.append("2025-12-02", OCTOBER.at("2025-12-02")));

        assertThat(revised.kind()).isEqualTo(NoticeKind.REVISED);
        assertThat(revised.previous()).hasValue(before);
        assertThat(revised.voids()).isEqualTo(Draft.Voids.ALL);
        assertThat(archive.next(VIDEOS)).hasValue(due("2026-04-04", LeadTime.P180D));
    }

    @Test
    void aRevisionOfTheCertaintyVoidsToo() {
        archive.append("2025-12-01", SEPTEMBER.at("2025-12-01"));

        assertThat(only(archive.append(
                                "2025-12-02", SEPTEMBER.but(Certainty.EARLIEST).at("2025-12-02")))
                        .voids())
                .isEqualTo(Draft.Voids.ALL);
    }

    @Test
    void aRevisionOfOnlyTheReplacementVoidsNothingAndLeavesTheScheduleAlone() {
        archive.append("2025-12-01", SEPTEMBER.at("2025-12-01"));
        Optional<Due> scheduled = archive.next(VIDEOS);
        // The sweep is late: what was due on 2026-03-28 has not been raised yet.
        Draft revised = only(archive.append(
                "2026-03-29", SEPTEMBER.but(Says.replacement("openai/next")).at("2026-03-29")));

        assertThat(revised.kind()).isEqualTo(NoticeKind.REVISED);
        assertThat(revised.voids()).isEqualTo(Draft.Voids.NOTHING);
        assertThat(archive.next(VIDEOS)).isEqualTo(scheduled);
    }

    @Test
    void fallingBackToAnotherClaimIsARevision() {
        archive.append("2025-12-01", Says.press("times", OCTOBER.effective()).at("2025-12-01"));
        archive.append("2025-12-02", SEPTEMBER.at("2025-12-02"));
        Draft revised = only(archive.append("2025-12-03", SEPTEMBER.takenBackAt("2025-12-03")));

        assertThat(revised.kind()).isEqualTo(NoticeKind.REVISED);
        assertThat(revised.cutoff().standing().effective()).isEqualTo(OCTOBER.effective());
    }

    @Test
    void aWithdrawalThatLeavesNoClaimIsTold() {
        archive.append("2025-12-01", SEPTEMBER.at("2025-12-01"));
        Cutoff before = archive.cutoff(VIDEOS);
        Draft withdrawn = only(archive.append("2025-12-02", SEPTEMBER.takenBackAt("2025-12-02")));

        assertThat(withdrawn.kind()).isEqualTo(NoticeKind.WITHDRAWN);
        assertThat(withdrawn.previous()).hasValue(before);
        assertThat(withdrawn.voids()).isEqualTo(Draft.Voids.ALL);
        assertThat(withdrawn.pushed()).isTrue();
    }

    @Test
    void sayingTheSameAgainRaisesNothing() {
        archive.append("2025-12-01", SEPTEMBER.at("2025-12-01"));

        assertThat(archive.append("2025-12-02", SEPTEMBER.at("2025-12-02"))).isEmpty();
        assertThat(archive.append("2025-12-03", SEPTEMBER.but("Other words.").at("2025-12-03")))
                .isEmpty();
    }

    @Test
    void aNewSetOfConflictingWindowsIsTold() {
        archive.append("2025-12-01", SEPTEMBER.at("2025-12-01"));
        Draft conflicted = only(archive.append(
                "2025-12-02", Says.press("times", OCTOBER.effective()).at("2025-12-02")));

        assertThat(conflicted.kind()).isEqualTo(NoticeKind.CONFLICTED);
        assertThat(conflicted.cutoff().revision()).isEqualTo(1);
        assertThat(conflicted.voids()).isEqualTo(Draft.Voids.NOTHING);
        assertThat(archive.append(
                        "2025-12-03", Says.press("wired", OCTOBER.effective()).at("2025-12-03")))
                .as("another source for a window that is in conflict already")
                .isEmpty();
        assertKinds(
                archive.append(
                        "2025-12-04", Says.press("wired", Says.in("2027-01")).at("2025-12-04")),
                NoticeKind.CONFLICTED);
        assertThat(archive.append(
                        "2025-12-05", Says.press("wired", SEPTEMBER.effective()).at("2025-12-05")))
                .as("back to one conflicting window")
                .extracting(Draft::kind)
                .containsExactly(NoticeKind.CONFLICTED);
        assertThat(archive.append(
                        "2025-12-06", Says.press("times", SEPTEMBER.effective()).at("2025-12-06")))
                .as("no conflict is left")
                .isEmpty();
    }

    @Test
    void aRevisionThatLeavesAnotherClaimBehindIsBothRevisedAndConflicted() {
        archive.append(
                "2025-12-01",
                SEPTEMBER.at("2025-12-01"),
                Says.press("times", SEPTEMBER.effective()).at("2025-12-01"));

        assertKinds(archive.append("2025-12-02", OCTOBER.at("2025-12-02")), NoticeKind.REVISED, NoticeKind.CONFLICTED);
    }

    @Test
    void aDateKnownLateRaisesItsMostUrgentPassedRungOnce() {
        List<Draft> notices = archive.append("2026-09-12T10:00:00Z", SEPTEMBER.at("2026-09-12T09:00:00Z"));

        assertKinds(notices, NoticeKind.ANNOUNCED, NoticeKind.APPROACHING);
        Draft late = notices.get(1);
        assertThat(late.reminder())
                .hasValue(new Draft.Reminder(
                        LeadTime.P14D,
                        true,
                        List.of(LeadTime.P180D, LeadTime.P90D, LeadTime.P60D, LeadTime.P30D, LeadTime.P14D)));
        assertThat(late.at()).as("when it could first be known").isEqualTo("2026-09-12T09:00:00Z");
        assertThat(late.pushed()).isTrue();
        assertThat(archive.next(VIDEOS)).hasValue(due("2026-09-17", LeadTime.P7D));
    }

    @Test
    void aLateReminderOfWhatWasSaidBeforeItWasDueTellsOfWhenItWasDue() {
        List<Draft> notices = archive.append("2026-09-12", SEPTEMBER.at("2026-09-01"));

        assertThat(notices.get(1).at()).isEqualTo("2026-09-10T00:00:00Z");
    }

    @Test
    void anUndatedCutoffThatGetsADateIsToldLate() {
        archive.append("2026-09-01", UNDATED.at("2026-09-01"));

        assertKinds(
                archive.append("2026-09-12", SEPTEMBER.at("2026-09-12")), NoticeKind.REVISED, NoticeKind.APPROACHING);
    }

    @Test
    void aStartThatMovesEarlierIsToldLate() {
        archive.append("2026-03-01", OCTOBER.at("2026-03-01"));

        assertKinds(
                archive.append("2026-09-12", SEPTEMBER.at("2026-09-12")), NoticeKind.REVISED, NoticeKind.APPROACHING);
    }

    @Test
    void anyOtherRevisionDropsPassedRungs() {
        archive.append("2026-09-12", SEPTEMBER.at("2026-09-12"));

        assertKinds(archive.append("2026-09-12", OCTOBER.at("2026-09-12T01:00:00Z")), NoticeKind.REVISED);
        assertKinds(
                archive.append("2026-09-12", OCTOBER.but(Certainty.EARLIEST).at("2026-09-12T02:00:00Z")),
                NoticeKind.REVISED);
        assertThat(archive.next(VIDEOS)).hasValue(due("2026-09-17", LeadTime.P14D));
    }

    @Test
    void aDateFarAwayIsNotLate() {
        assertKinds(archive.append("2025-12-01", SEPTEMBER.at("2025-12-01")), NoticeKind.ANNOUNCED);
    }

    @Test
    void aWindowThatHasBegunIsStillToldLate() {
        List<Draft> notices = archive.append("2026-09-24T12:00:00Z", SEPTEMBER.at("2026-09-24T12:00:00Z"));

        assertThat(notices.get(1).reminder().orElseThrow().leadTime()).isEqualTo(LeadTime.P0D);
        assertThat(archive.next(VIDEOS)).hasValue(new Due(Says.instant("2026-09-25"), Optional.empty()));
    }

    @Test
    void whatIsOverWhenFirstHeardOfIsReachedAtOnceAndPushedToNobody() {
        List<Draft> notices = archive.append("2026-11-01", SEPTEMBER.at("2026-03-01"));

        assertKinds(notices, NoticeKind.ANNOUNCED, NoticeKind.REACHED);
        assertThat(notices).noneMatch(Draft::pushed);
        assertThat(notices.get(1).at()).isEqualTo("2026-09-25T00:00:00Z");
        assertThat(archive.next(VIDEOS)).isEmpty();
    }

    @Test
    void aGuessThatIsOverIsNotReached() {
        assertKinds(
                archive.append("2026-11-01", SEPTEMBER.but(Certainty.TENTATIVE).at("2026-03-01")),
                NoticeKind.ANNOUNCED);
    }

    @Test
    void aPassedCutoffMovedToTheFutureCountsDownAnew() {
        archive.append("2026-03-01", SEPTEMBER.at("2026-03-01"));
        archive.sweep("2026-09-26");
        Draft revised = only(archive.append(
                "2026-09-26", Says.official(Says.on("2026-12-01")).at("2026-09-26")));

        assertThat(revised.kind()).isEqualTo(NoticeKind.REVISED);
        assertThat(revised.pushed()).isTrue();
        assertThat(archive.next(VIDEOS)).hasValue(due("2026-10-02", LeadTime.P60D));
    }

    @Test
    void aCutoffMovedIntoThePastIsRevisedThenReached() {
        archive.append("2026-03-01", OCTOBER.at("2026-03-01"));
        List<Draft> notices = archive.append("2026-09-27", SEPTEMBER.at("2026-09-26"));

        assertKinds(notices, NoticeKind.REVISED, NoticeKind.REACHED);
        assertThat(notices).allMatch(Draft::pushed);
        assertThat(notices.get(1).at()).isEqualTo("2026-09-26T00:00:00Z");
        assertThat(archive.next(VIDEOS)).isEmpty();
    }

    @Test
    void aPassedCutoffMovedWithinThePastIsPushedToNobody() {
        archive.append("2026-03-01", OCTOBER.at("2026-03-01"));
        archive.sweep("2026-11-01");
        List<Draft> notices = archive.append("2026-11-01", SEPTEMBER.at("2026-11-01"));

        assertKinds(notices, NoticeKind.REVISED, NoticeKind.REACHED);
        assertThat(notices).noneMatch(Draft::pushed);
    }

    @Test
    void theWithdrawalOfAPassedCutoffIsPushedToNobodyButThatOfAnUndatedOneIs() {
        archive.append(
                "2026-03-01",
                SEPTEMBER.at("2026-03-01"),
                UNDATED.of("openai/other:shutdown").at("2026-03-01"));

        assertThat(only(archive.append("2026-11-01", SEPTEMBER.takenBackAt("2026-11-01")))
                        .pushed())
                .isFalse();
        assertThat(only(archive.append(
                                "2026-11-01",
                                UNDATED.of("openai/other:shutdown").takenBackAt("2026-11-01")))
                        .pushed())
                .isTrue();
    }

    @Test
    void aConflictAboutAPassedCutoffIsPushedToNobody() {
        archive.append("2026-03-01", SEPTEMBER.at("2026-03-01"));

        assertThat(only(archive.append(
                                "2026-11-01",
                                Says.press("times", OCTOBER.effective()).at("2026-11-01")))
                        .pushed())
                .isFalse();
    }

    @Test
    void aScheduleFollowsAZoneThatChangesUnderTheSameWindow() {
        // In January both days are the same hours; 180 days earlier Berlin has summer time and Lagos has not.
        archive.append(
                "2026-07-01",
                Says.official(Says.on("2027-01-15", "Europe/Berlin")).at("2026-07-01"));
        assertThat(archive.next(VIDEOS)).hasValue(due("2026-07-18T22:00:00Z", LeadTime.P180D));

        assertThat(archive.append(
                        "2026-07-02",
                        Says.official(Says.on("2027-01-15", "Africa/Lagos")).at("2026-07-02")))
                .isEmpty();
        assertThat(archive.next(VIDEOS)).hasValue(due("2026-07-18T23:00:00Z", LeadTime.P180D));
    }

    private static Due due(String at, LeadTime leadTime) {
        return new Due(Says.instant(at), Optional.of(leadTime));
    }

    private static void assertKinds(List<Draft> notices, NoticeKind... kinds) {
        assertThat(notices).extracting(Draft::kind).containsExactly(kinds);
    }

    private static Draft only(List<Draft> notices) {
        assertThat(notices).hasSize(1);
        return notices.get(0);
    }
}
