package dev.forewarn.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimTest {

    private static final Says A = Says.official(Says.on("2026-09-24"));
    private static final Says B = Says.official(Says.on("2026-10-01"));

    @Test
    void sayingTheSameAgainOnlyConfirmsIt() {
        Claim claim = Claim.of(List.of(A.at("2026-03-01"), A.at("2026-04-01"), A.at("2026-05-01")));

        assertThat(claim.saidAt()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(claim.last().time()).isEqualTo("2026-05-01T00:00:00Z");
    }

    @Test
    void sayingSomethingElseInBetweenStartsItsRunAnew() {
        Claim claim = Claim.of(List.of(A.at("2026-03-01"), B.at("2026-04-01"), A.at("2026-05-01")));

        assertThat(claim.statement().effective()).isEqualTo(A.effective());
        assertThat(claim.saidAt()).isEqualTo("2026-05-01T00:00:00Z");
    }

    @Test
    void takingItBackInBetweenStartsItsRunAnew() {
        Claim claim = Claim.of(List.of(A.at("2026-03-01"), A.takenBackAt("2026-04-01"), A.at("2026-05-01")));

        assertThat(claim.live()).isTrue();
        assertThat(claim.saidAt()).isEqualTo("2026-05-01T00:00:00Z");
    }

    @Test
    void takingItBackTwiceIsOneRun() {
        Claim claim = Claim.of(List.of(A.at("2026-03-01"), A.takenBackAt("2026-04-01"), A.takenBackAt("2026-05-01")));

        assertThat(claim.live()).isFalse();
        assertThat(claim.saidAt()).isEqualTo("2026-04-01T00:00:00Z");
        assertThatIllegalStateException().isThrownBy(claim::statement);
    }

    @Test
    void anOlderEventThatComesLateStandsWhereItBelongs() {
        Claim before = Claim.of(List.of(A.at("2026-05-01"), A.at("2026-03-01")));
        Claim between = Claim.of(List.of(A.at("2026-05-01"), A.at("2026-03-01"), B.at("2026-04-01")));

        assertThat(before.saidAt()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(between.saidAt()).isEqualTo("2026-05-01T00:00:00Z");
    }

    @Test
    void eventsOfTheSameInstantAreInTheOrderOfTheirIds() {
        var first =
                new LifecycleEvent.Stated(new EventRef(Says.OPENAI, "1", Says.instant("2026-03-01")), A.statement());
        var second =
                new LifecycleEvent.Stated(new EventRef(Says.OPENAI, "2", Says.instant("2026-03-01")), B.statement());

        assertThat(Claim.of(List.of(second, first)).statement()).isEqualTo(B.statement());
        assertThat(Claim.of(first).isBefore(second)).isTrue();
        assertThat(Claim.of(second).isBefore(first)).isFalse();
        assertThat(Claim.of(first).isBefore(first)).isFalse();
    }

    @Test
    void whatIsSaidOfTheCutoffIsItsContent() {
        assertNewRun(B);
        assertNewRun(A.but(Certainty.TENTATIVE));
        assertNewRun(A.but(Says.replacement("openai/videos-2")));
        assertNewRun(A.but("It is removed."));
        assertNewRun(A.by(A.source(), Authority.PRESS));
    }

    @Test
    void howTheSubjectAndTheSpeakerAreDescribedIsNotItsContent() {
        Statement said = A.statement();
        Statement described = new Statement(
                new Subject(said.subject().id(), "Videos API", SubjectKind.ENDPOINT, List.of("sora api")),
                said.milestone(),
                said.scope(),
                said.effective(),
                said.certainty(),
                said.announcedOn(),
                said.replacement(),
                said.summary(),
                new Speaker(
                        "OpenAI",
                        said.claimedBy().authority(),
                        Optional.of(URI.create("https://openai.example/new-page")),
                        Optional.of("a reader"),
                        Optional.of("going away")));
        Claim claim = Claim.of(A.at("2026-03-01"))
                .followedBy(new LifecycleEvent.Stated(
                        new EventRef(A.source(), "2", Says.instant("2026-04-01")), described));

        assertThat(claim.saidAt()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(claim.statement()).as("the newest words are shown").isEqualTo(described);
    }

    @Test
    void noEventMakesNoClaim() {
        assertThatIllegalArgumentException().isThrownBy(() -> Claim.of(List.of()));
    }

    private static void assertNewRun(Says other) {
        Claim claim = Claim.of(A.at("2026-03-01")).followedBy(other.at("2026-04-01"));

        assertThat(claim.saidAt()).as("%s", other).isEqualTo("2026-04-01T00:00:00Z");
    }
}
