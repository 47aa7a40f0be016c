package dev.forewarn.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResolutionTest {

    private static final Effective SEPTEMBER_24 = Says.on("2026-09-24");
    private static final Effective OCTOBER_1 = Says.on("2026-10-01");

    private final Resolution resolution = new Resolution(new Derivation(id -> Optional.empty()));

    @Test
    void theHighestAuthorityCountsThoughItSpokeFirst() {
        Standing standing = resolve(
                Says.official(SEPTEMBER_24).at("2026-03-01"),
                Says.official(OCTOBER_1).by("azure", Authority.DISTRIBUTOR).at("2026-03-02"),
                Says.press("times", OCTOBER_1).at("2026-03-03"),
                Says.official(OCTOBER_1).by("bot", Authority.TRACKER).at("2026-03-04"));

        assertThat(standing.source()).isEqualTo(Says.OPENAI);
        assertThat(standing.effective()).isEqualTo(SEPTEMBER_24);
    }

    @Test
    void authoritiesAreOrderedAsTheyAreWritten() {
        assertThat(Authority.OFFICIAL).isGreaterThan(Authority.DISTRIBUTOR);
        assertThat(Authority.DISTRIBUTOR).isGreaterThan(Authority.PRESS);
        assertThat(Authority.PRESS).isGreaterThan(Authority.TRACKER);
    }

    @Test
    void amongEqualsTheLatestCounts() {
        Standing standing = resolve(
                Says.press("times", SEPTEMBER_24).at("2026-03-02"),
                Says.press("wired", OCTOBER_1).at("2026-03-01"));

        assertThat(standing.effective()).isEqualTo(SEPTEMBER_24);
    }

    @Test
    void whoRepeatsAnOldClaimDoesNotOutdoANewerOne() {
        Claim repeated = Claim.of(Says.press("times", SEPTEMBER_24).at("2026-03-01"))
                .followedBy(Says.press("times", SEPTEMBER_24).at("2026-06-01"));

        assertThat(resolution
                        .of(Stream.of(
                                        repeated,
                                        Claim.of(Says.press("wired", OCTOBER_1).at("2026-05-01")))
                                .toList())
                        .orElseThrow()
                        .effective())
                .isEqualTo(OCTOBER_1);
    }

    @Test
    void atTheSameInstantTheGreaterSourceCounts() {
        Standing standing = resolve(
                Says.press("wired", OCTOBER_1).at("2026-03-01"),
                Says.press("times", SEPTEMBER_24).at("2026-03-01"));

        assertThat(standing.source()).isEqualTo("https://wired.example");
    }

    @Test
    void aClaimThatWasTakenBackDoesNotCount() {
        Standing standing = resolve(
                Says.official(SEPTEMBER_24).takenBackAt("2026-03-05"),
                Says.press("times", OCTOBER_1).at("2026-03-01"));

        assertThat(standing.effective()).isEqualTo(OCTOBER_1);
        assertThat(standing.sources()).isEqualTo(1);
        assertThat(standing.conflicts()).isEmpty();
    }

    @Test
    void withoutALiveClaimNothingCounts() {
        assertThat(resolution.of(Stream.of(Says.official(SEPTEMBER_24).takenBackAt("2026-03-05"))
                        .map(Claim::of)
                        .toList()))
                .isEmpty();
    }

    @Test
    void windowsThatDoNotOverlapConflict() {
        Standing standing = resolve(
                Says.official(SEPTEMBER_24).at("2026-03-01"),
                Says.press("times", Says.in("2026-09")).at("2026-03-02"),
                Says.press("wired", OCTOBER_1).at("2026-03-03"));

        assertThat(standing.sources()).isEqualTo(3);
        assertThat(standing.agreeing()).isEqualTo(2);
        assertThat(standing.conflicts())
                .containsExactly(
                        new Conflict(OCTOBER_1.window().orElseThrow(), "https://wired.example", Authority.PRESS));
    }

    @Test
    void aDatedClaimConflictsWithAnUndatedResolution() {
        Standing standing = resolve(
                Says.official(Says.undated()).at("2026-03-01"),
                Says.press("times", OCTOBER_1).at("2026-03-02"),
                Says.press("wired", Says.undated()).at("2026-03-03"));

        assertThat(standing.conflicts()).extracting(Conflict::source).containsExactly("https://times.example");
        assertThat(standing.agreeing()).isEqualTo(2);
    }

    @Test
    void anUndatedClaimConflictsWithNothing() {
        Standing standing = resolve(
                Says.official(SEPTEMBER_24).at("2026-03-01"),
                Says.press("times", Says.undated()).at("2026-03-02"));

        assertThat(standing.conflicts()).isEmpty();
        assertThat(standing.sources()).isEqualTo(2);
        assertThat(standing.agreeing()).isEqualTo(1);
    }

    @Test
    void conflictsAreListedBySource() {
        Standing standing = resolve(
                Says.official(SEPTEMBER_24).at("2026-03-01"),
                Says.press("wired", OCTOBER_1).at("2026-03-02"),
                Says.press("times", OCTOBER_1).at("2026-03-03"));

        assertThat(standing.conflicts())
                .extracting(Conflict::source)
                .containsExactly("https://times.example", "https://wired.example");
        assertThat(standing.conflictingWindows()).hasSize(1);
    }

    @Test
    void aDateThatHangsOnOthersIsABoundWhateverWasSaid() {
        Standing standing = resolve(Says.official(Says.after("openai/sora-app:shutdown"))
                .but(Certainty.COMMITTED)
                .at("2026-03-01"));

        assertThat(standing.certainty()).isEqualTo(Certainty.EARLIEST);
        assertThat(standing.window()).isEmpty();
    }

    private Standing resolve(LifecycleEvent.AboutCutoff... events) {
        return resolution.of(Stream.of(events).map(Claim::of).toList()).orElseThrow();
    }
}
