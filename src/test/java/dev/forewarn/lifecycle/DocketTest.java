package dev.forewarn.lifecycle;

import static dev.forewarn.lifecycle.Says.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DocketTest {

    private static final String APP = "openai/sora-app:shutdown";
    private static final String WEB = "openai/sora-web:shutdown";
    private static final String EXPORT = "openai/sora-data:export_closes";
    private static final String DATA = "openai/sora-data:data_deletion";
    private static final String DAY = "2025-12-01";

    private final Archive archive = new Archive();

    @Test
    void aDateThatHangsOnAnotherBeginsWhereThatEnds() {
        archive.append(DAY, says(APP, Says.on("2026-04-26")), says(DATA, Says.after(APP)));

        assertThat(archive.cutoff(DATA).window()).hasValueSatisfying(window -> {
            assertThat(window.start()).isEqualTo("2026-04-27T00:00:00Z");
            assertThat(window.end()).isEmpty();
        });
        assertThat(archive.cutoff(DATA).standing().certainty()).isEqualTo(Certainty.EARLIEST);
    }

    @Test
    void ofSeveralTheLatestEndCounts() {
        archive.append(
                DAY,
                says(APP, Says.on("2026-04-26", "America/Los_Angeles")),
                says(WEB, Says.in("2026-03")),
                says(DATA, Says.after(APP, WEB)));

        assertStart(DATA, "2026-04-27T07:00:00Z");
        assertThat(archive.cutoff(DATA).window().orElseThrow().zone()).hasToString("America/Los_Angeles");
    }

    @Test
    void itIsUndatedUntilAllAreLiveAndDated() {
        archive.append(DAY, says(DATA, Says.after(APP, WEB)));
        assertUndated(DATA);
        archive.append(DAY, says(APP, Says.on("2026-04-26")));
        assertUndated(DATA);
        archive.append(DAY, says(WEB, Says.undated()));
        assertUndated(DATA);
        archive.append(DAY, says(WEB, Says.on("2026-03-01"), "2025-12-02"));
        assertStart(DATA, "2026-04-27T00:00:00Z");
        archive.append(DAY, Says.official(Says.undated()).of(WEB).takenBackAt("2025-12-03"));
        assertUndated(DATA);
    }

    @Test
    void aChangeIsToldOfAllThatHangsOnIt() {
        archive.append(
                DAY, says(APP, Says.on("2026-09-24")), says(EXPORT, Says.after(APP)), says(DATA, Says.after(EXPORT)));
        List<Draft> notices = archive.append("2025-12-02", says(APP, Says.on("2026-10-01"), "2025-12-02"));

        assertThat(notices).extracting(Draft::kind).containsOnly(NoticeKind.REVISED);
        assertThat(notices).extracting(draft -> draft.cutoff().key().toString()).containsExactly(APP, EXPORT, DATA);
        assertThat(notices).extracting(Draft::at).containsOnly(Instant.parse("2025-12-02T00:00:00Z"));
        assertStart(DATA, "2026-10-02T00:00:00Z");
        assertThat(archive.next(CutoffKey.parse(DATA)).orElseThrow().at()).isEqualTo("2026-04-05T00:00:00Z");
    }

    @Test
    void whatFollowsTwoCutoffsThatFollowOneIsToldOnce() {
        archive.append(
                DAY,
                says(APP, Says.on("2026-09-24")),
                says(WEB, Says.after(APP)),
                says(EXPORT, Says.after(APP)),
                says(DATA, Says.after(WEB, EXPORT)));
        List<Draft> notices = archive.append("2025-12-02", says(APP, Says.on("2026-10-01"), "2025-12-02"));

        assertThat(notices).hasSize(4);
        assertThat(notices.get(3).cutoff().key()).hasToString(DATA);
        assertThat(archive.cutoff(DATA).revision()).isEqualTo(2);
    }

    @Test
    void aConflictOfAnotherClaimFollowsTheCutoffThatItHangsOn() {
        archive.append(DAY, says(APP, Says.on("2026-09-24")), says(DATA, Says.on("2026-12-01")));
        archive.append(DAY, Says.press("times", Says.after(APP)).of(DATA).at(DAY));
        assertThat(archive.cutoff(DATA).standing().agreeing()).isEqualTo(2);
        List<Draft> notices = archive.append("2025-12-02", says(APP, Says.on("2027-01-01"), "2025-12-02"));

        assertThat(notices).extracting(Draft::kind).containsExactly(NoticeKind.REVISED, NoticeKind.CONFLICTED);
        assertThat(notices.get(1).cutoff().key()).hasToString(DATA);
    }

    @Test
    void aCutoffThatWouldHangOnItselfIsRefused() {
        archive.append(DAY, says(APP, Says.after(APP)));

        assertThat(archive.lastFolded()).isEqualTo(new Docket.ClosesCycle(CutoffKey.parse(APP)));
        assertThat(archive.standings()).isEmpty();
        assertThat(archive.claims()).isEmpty();
    }

    @Test
    void aLongerCycleIsRefusedAndChangesNothing() {
        archive.append(DAY, says(EXPORT, Says.after(APP)), says(DATA, Says.after(EXPORT)));
        var before = archive.standings();

        assertThat(archive.append(DAY, says(APP, Says.after(WEB, DATA)))).isEmpty();
        assertThat(archive.lastFolded()).isEqualTo(new Docket.ClosesCycle(CutoffKey.parse(DATA)));
        assertThat(archive.standings()).isEqualTo(before);
    }

    @Test
    void aCycleWithinOneBatchIsRefused() {
        archive.append(DAY, says(APP, Says.after(WEB)), says(WEB, Says.after(EXPORT)), says(EXPORT, Says.after(APP)));

        assertThat(archive.lastFolded()).isEqualTo(new Docket.ClosesCycle(CutoffKey.parse(APP)));
    }

    @Test
    void aCycleThroughAClaimThatDoesNotCountIsRefusedToo() {
        archive.append(
                DAY,
                says(DATA, Says.on("2026-12-01")),
                Says.press("times", Says.after(APP)).of(DATA).at(DAY));

        archive.append(DAY, says(APP, Says.after(DATA)));
        assertThat(archive.lastFolded()).isInstanceOf(Docket.ClosesCycle.class);
    }

    @Test
    void whatWasTakenBackOrReplacedClosesNoCycle() {
        archive.append(
                DAY,
                says(DATA, Says.after(APP)),
                Says.press("times", Says.after(APP)).of(DATA).at(DAY));
        archive.append(
                DAY,
                says(DATA, Says.on("2026-12-01"), "2025-12-02"),
                Says.press("times", Says.undated()).of(DATA).takenBackAt("2025-12-02"),
                says(APP, Says.after(DATA)));

        assertThat(archive.lastFolded()).isEqualTo(new Docket.Accepted());
        assertStart(APP, "2026-12-02T00:00:00Z");
    }

    @Test
    void anOrderThatTurnsRoundWithinABatchIsFollowedAsItIsNow() {
        // First the web follows the data, then the data follows the web, and all the while both follow the app.
        List<LifecycleEvent.Stated> events = List.of(
                says(WEB, Says.after(DATA, APP)),
                says(WEB, Says.after(APP), "2025-12-02"),
                says(DATA, Says.after(WEB, APP), "2025-12-02"),
                says(APP, Says.on("2026-09-24")),
                says(APP, Says.on("2026-10-01"), "2025-12-02"));
        archive.append(Says.instant(DAY), events);
        Archive oneByOne = new Archive();
        events.forEach(event -> oneByOne.append(DAY, event));

        assertThat(archive.notices()).isEqualTo(oneByOne.notices());
        assertThat(archive.standings()).isEqualTo(oneByOne.standings());
        assertStart(DATA, "2026-10-02T00:00:00Z");
    }

    @Test
    @Timeout(120)
    void aVeryLongChainIsFollowedToItsEnd() {
        int length = 50_000;
        List<CutoffKey> keys = IntStream.range(0, length)
                .mapToObj(i -> CutoffKey.parse("openai/link-" + i + ":shutdown"))
                .toList();
        Docket docket = new Docket(chain(keys), Says.instant(DAY));
        docket.fold(Says.official(Says.on("2026-09-24")).of(keys.get(0)).at(DAY));
        Docket.Folded folded = docket.fold(
                Says.official(Says.after(keys.get(length - 1))).of(keys.get(0)).at("2025-12-02"));

        assertThat(docket.dossier(keys.get(length - 1).id())
                        .cutoff()
                        .orElseThrow()
                        .window()
                        .orElseThrow()
                        .start())
                .isEqualTo("2026-09-25T00:00:00Z");
        assertThat(docket.notices()).hasSize(length);
        assertThat(folded).isEqualTo(new Docket.ClosesCycle(keys.get(length - 1)));
    }

    @Test
    void anEventThatIsOlderThanItsSourcesNewestIsFoldedInItsPlace() {
        archive.append("2026-06-01", Says.official(Says.on("2027-09-24")).at("2026-03-01"));
        archive.append("2026-06-01", Says.official(Says.on("2027-10-01")).at("2026-05-01"));
        assertThat(archive.append(
                        "2026-06-01", Says.official(Says.on("2027-11-01")).at("2026-04-01")))
                .isEmpty();

        assertStart(VIDEOS.toString(), "2027-10-01T00:00:00Z");
        assertThat(archive.claims()).singleElement().satisfies(claim -> {
            assertThat(claim.saidAt()).isEqualTo("2026-05-01T00:00:00Z");
            assertThat(claim.last().time()).isEqualTo("2026-05-01T00:00:00Z");
        });
    }

    @Test
    void anOldEventOfANewSourceIsFoldedInItsPlaceWithinOneBatch() {
        Says says = Says.official(Says.on("2027-09-24"));
        archive.append("2026-06-01", says.at("2026-05-01"), says.at("2026-03-01"), says.at("2026-04-01"));

        assertThat(archive.claims()).singleElement().satisfies(claim -> {
            assertThat(claim.saidAt()).isEqualTo("2026-03-01T00:00:00Z");
            assertThat(claim.last().time()).isEqualTo("2026-05-01T00:00:00Z");
        });
    }

    @Test
    void asksForTheHistoryOfExactlyTheClaimsThatNeedIt() {
        Says says = Says.official(Says.on("2027-09-24"));
        Dossier dossier =
                new Dossier(VIDEOS, Optional.empty(), Optional.empty(), List.of(Claim.of(says.at("2026-05-01"))));
        Docket docket = new Docket(List.of(dossier), Says.instant("2026-06-01"));

        assertThat(docket.outOfOrder(List.of(says.at("2026-05-02"), says.at("2026-05-03"))))
                .isEmpty();
        assertThat(docket.outOfOrder(List.of(says.at("2026-04-01"))))
                .containsExactly(new Docket.ClaimOf(VIDEOS.id(), Says.OPENAI));
        assertThat(docket.outOfOrder(List.of(says.at("2026-05-03"), says.at("2026-05-02"))))
                .containsExactly(new Docket.ClaimOf(VIDEOS.id(), Says.OPENAI));
        assertThat(docket.outOfOrder(List.of(Says.press("times", Says.undated()).at("2026-01-01"))))
                .isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> docket.fold(says.at("2026-04-01")))
                .withMessageContaining("history");
    }

    @Test
    void reportsWhatHasToBeWritten() {
        Says says = Says.official(Says.on("2027-09-24"));
        Docket docket = new Docket(
                List.of(new Dossier(VIDEOS, Optional.empty(), Optional.empty(), List.of())),
                Says.instant("2026-06-01"));
        docket.fold(says.at("2026-05-01"));
        docket.fold(says.at("2026-05-02"));

        assertThat(docket.changed()).extracting(Dossier::key).containsExactly(VIDEOS);
        assertThat(docket.claimed()).containsExactly(new Docket.ClaimOf(VIDEOS.id(), Says.OPENAI));
        assertThat(docket.revisions())
                .extracting(Docket.Revision::cause)
                .containsExactly(says.at("2026-05-01").ref());
    }

    @Test
    void refusesToGuessAboutACutoffThatWasNotLoaded() {
        Docket docket = new Docket(List.of(), Says.instant(DAY));

        assertThatIllegalStateException()
                .isThrownBy(() -> docket.fold(Says.official(Says.undated()).at(DAY)));
    }

    private static List<Dossier> chain(List<CutoffKey> keys) {
        List<Dossier> chain = new ArrayList<>();
        chain.add(new Dossier(keys.get(0), Optional.empty(), Optional.empty(), List.of()));
        for (int i = 1; i < keys.size(); i++) {
            Claim claim = Claim.of(
                    Says.official(Says.after(keys.get(i - 1))).of(keys.get(i)).at(DAY));
            chain.add(new Dossier(keys.get(i), Optional.empty(), Optional.empty(), List.of(claim)));
        }
        return chain;
    }

    private static LifecycleEvent.Stated says(String key, Effective effective) {
        return says(key, effective, DAY);
    }

    private static LifecycleEvent.Stated says(String key, Effective effective, String time) {
        return Says.official(effective).of(key).at(time);
    }

    private void assertStart(String key, String start) {
        assertThat(archive.cutoff(key).window().orElseThrow().start()).isEqualTo(start);
    }

    private void assertUndated(String key) {
        assertThat(archive.cutoff(key).status(Says.instant(DAY))).isEqualTo(Status.UNDATED);
    }
}
