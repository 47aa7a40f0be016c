package dev.forewarn.lifecycle;

import static dev.forewarn.lifecycle.Says.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CutoffTest {

    private static final Says SEPTEMBER = Says.official(Says.on("2026-09-24"));
    private static final Says OCTOBER = Says.official(Says.on("2026-10-01"));

    private final Archive archive = new Archive();

    @Test
    void itsFirstClaimIsItsFirstRevision() {
        archive.append("2026-03-01", SEPTEMBER.at("2026-03-01"));

        assertRevision(1);
    }

    @Test
    void aChangeOfWindowCertaintyOrReplacementIsARevision() {
        archive.append("2026-03-01", SEPTEMBER.at("2026-03-01"));
        archive.append("2026-03-02", OCTOBER.at("2026-03-02"));
        assertRevision(2);
        archive.append("2026-03-03", OCTOBER.but(Certainty.TENTATIVE).at("2026-03-03"));
        assertRevision(3);
        archive.append(
                "2026-03-04",
                OCTOBER.but(Certainty.TENTATIVE)
                        .but(Says.replacement("openai/next"))
                        .at("2026-03-04"));
        assertRevision(4);
    }

    @Test
    void anythingElseIsNone() {
        archive.append("2026-03-01", SEPTEMBER.at("2026-03-01"));
        archive.append("2026-03-02", SEPTEMBER.but("New words.").at("2026-03-02"));
        archive.append("2026-03-03", Says.press("times", Says.on("2026-12-01")).at("2026-03-03"));

        assertRevision(1);
        assertThat(archive.revisions()).hasSize(1);
        assertThat(archive.cutoff(VIDEOS).standing().sources()).isEqualTo(2);
    }

    @Test
    void theSameStretchInOtherWordsIsNone() {
        archive.append(
                "2026-03-01",
                Says.official(Says.on("2026-09-24", "Europe/Berlin")).at("2026-03-01"));
        archive.append(
                "2026-03-02",
                Says.official(Says.on("2026-09-24", "Europe/Paris")).at("2026-03-02"));

        assertRevision(1);
        assertThat(archive.cutoff(VIDEOS).standing().effective()).isEqualTo(Says.on("2026-09-24", "Europe/Paris"));
    }

    @Test
    void revisionsGoOnAfterAWithdrawal() {
        archive.append("2026-03-01", SEPTEMBER.at("2026-03-01"));
        archive.append("2026-03-02", SEPTEMBER.takenBackAt("2026-03-02"));
        assertRevision(2);
        assertThat(archive.cutoff(VIDEOS).withdrawn()).isTrue();
        archive.append("2026-03-03", SEPTEMBER.at("2026-03-03"));
        assertRevision(3);
        assertThat(archive.cutoff(VIDEOS).withdrawn()).isFalse();
    }

    @Test
    void aTombstoneStillSaysWhatItWasAbout() {
        archive.append("2026-03-01", SEPTEMBER.at("2026-03-01"));
        archive.append("2026-03-02", SEPTEMBER.takenBackAt("2026-03-02"));
        Cutoff tombstone = archive.cutoff(VIDEOS);

        assertThat(tombstone.standing().subject().name()).isEqualTo("videos-api");
        assertThat(tombstone.window()).isEmpty();
        assertThat(tombstone.standing().sources()).isZero();
        assertThat(archive.next(VIDEOS)).isEmpty();
    }

    @Test
    void takingBackWhatWasNeverSaidMakesNoCutoff() {
        assertThat(archive.append("2026-03-02", SEPTEMBER.takenBackAt("2026-03-02")))
                .isEmpty();
        assertThat(archive.standings()).isEmpty();
        assertThat(archive.revisions()).isEmpty();
    }

    @Test
    void aPromisedDateIsUpcomingThenOpenThenPassed() {
        archive.append("2026-03-01", SEPTEMBER.at("2026-03-01"));

        assertStatus("2026-09-23T23:59:59Z", Status.UPCOMING);
        assertStatus("2026-09-24", Status.OPEN);
        assertStatus("2026-09-24T23:59:59Z", Status.OPEN);
        assertStatus("2026-09-25", Status.PASSED);
    }

    @Test
    void aGuessIsNeverPassed() {
        archive.append("2026-03-01", SEPTEMBER.but(Certainty.TENTATIVE).at("2026-03-01"));
        assertStatus("2030-01-01", Status.OPEN);
        archive.append("2026-03-02", SEPTEMBER.but(Certainty.EARLIEST).at("2026-03-02"));
        assertStatus("2030-01-01", Status.OPEN);
    }

    @Test
    void withoutADateItIsUndatedAndTakenBackItIsWithdrawn() {
        archive.append("2026-03-01", Says.official(Says.undated()).at("2026-03-01"));
        assertStatus("2030-01-01", Status.UNDATED);
        archive.append("2026-03-02", SEPTEMBER.takenBackAt("2026-03-02"));
        assertStatus("2030-01-01", Status.WITHDRAWN);
    }

    @Test
    void thereIsNoRevisionBeforeTheFirst() {
        archive.append("2026-03-01", SEPTEMBER.at("2026-03-01"));
        Standing standing = archive.cutoff(VIDEOS).standing();

        assertThatIllegalArgumentException().isThrownBy(() -> new Cutoff(VIDEOS, 0, false, standing));
    }

    private void assertRevision(int revision) {
        assertThat(archive.cutoff(VIDEOS).revision()).isEqualTo(revision);
    }

    private void assertStatus(String now, Status status) {
        assertThat(archive.cutoff(VIDEOS).status(Says.instant(now))).isEqualTo(status);
    }
}
