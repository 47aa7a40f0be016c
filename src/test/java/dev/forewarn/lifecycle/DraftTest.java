package dev.forewarn.lifecycle;

import static dev.forewarn.lifecycle.Says.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DraftTest {

    private static final Says SEPTEMBER = Says.official(Says.on("2026-09-24"));

    private final Archive archive = new Archive();

    @Test
    void itsIdFollowsFromWhatItIs() {
        var event = new LifecycleEvent.Stated(
                new EventRef("https://openai.com", "e1", Says.instant("2025-12-01")), SEPTEMBER.statement());

        // Computed with Python from "openai/videos-api:shutdown\n1\nannounced\nhttps://openai.com\ne1"
        assertThat(archive.append("2025-12-01", event).get(0).id()).isEqualTo("ntc_oy5vbuveood4gwa4jzfxs2iodn");
    }

    @Test
    void aReminderIsKnownByItsRungAndRevision() {
        archive.append("2025-12-01", SEPTEMBER.at("2025-12-01"));
        archive.append("2025-12-02", SEPTEMBER.but(Certainty.EARLIEST).at("2025-12-02"));
        archive.sweep("2026-09-17");

        // Computed with Python from "openai/videos-api:shutdown\n2\napproaching\nP7D"
        assertThat(archive.notices().get(archive.notices().size() - 1).id())
                .isEqualTo("ntc_7wmgvijv7jwdzrvdqjda4mbbap");
    }

    @Test
    void raisingTheSameAgainGivesTheSameId() {
        archive.append("2025-12-01", SEPTEMBER.at("2025-12-01"));
        Due due = archive.next(VIDEOS).orElseThrow();
        Cutoff cutoff = archive.cutoff(VIDEOS);

        assertThat(Ladder.raise(cutoff, due, Says.instant("2026-04-01")).notices())
                .isEqualTo(Ladder.raise(cutoff, due, due.at()).notices());
    }

    @Test
    void twoConflictsOfOneRevisionAreTwoNotices() {
        archive.append("2025-12-01", SEPTEMBER.at("2025-12-01"));
        archive.append("2025-12-02", Says.press("times", Says.on("2026-10-01")).at("2025-12-02"));
        archive.append("2025-12-03", Says.press("times", Says.on("2026-10-02")).at("2025-12-03"));

        assertThat(archive.notices()).hasSize(3).extracting(Draft::id).doesNotHaveDuplicates();
    }
}
