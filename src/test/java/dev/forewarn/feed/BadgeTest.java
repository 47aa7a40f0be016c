package dev.forewarn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.feed.Badge.Urgency;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Effective;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BadgeTest {

    private static final Instant NOW = Instant.parse("2026-09-12T10:00:00Z");

    @Test
    void whatComesNextIsTold() {
        assertThat(badge(on("2026-12-24", Certainty.COMMITTED), on("2026-09-24", Certainty.COMMITTED)))
                .isEqualTo(new Badge("S", "shutdown in 12 days, 2026-09-24", Urgency.WITHIN_A_MONTH));
        assertThat(badge(on("2026-11-24", Certainty.EARLIEST)))
                .isEqualTo(new Badge("S", "shutdown in 73 days, 2026-11-24 (not before)", Urgency.WITHIN_A_QUARTER));
        assertThat(badge(on("2027-11-24", Certainty.TENTATIVE)).urgency()).isEqualTo(Urgency.LATER);
        assertThat(badge(on("2026-09-13", Certainty.COMMITTED)).text()).startsWith("shutdown tomorrow,");
    }

    @Test
    void whatHappensNowComesFirstAndWhatHasHappenedLast() {
        Cutoff passed = on("2026-08-01", Certainty.COMMITTED);
        assertThat(badge(passed, on("2026-09-24", Certainty.COMMITTED), on("2026-09-12", Certainty.COMMITTED))
                        .text())
                .isEqualTo("shutdown now, 2026-09-12");
        assertThat(badge(on("2026-07-01", Certainty.COMMITTED), passed))
                .isEqualTo(new Badge("S", "shutdown passed, 2026-08-01", Urgency.PASSED));
        assertThat(badge(passed, on("2026-08-02", Certainty.EARLIEST)).text())
                .isEqualTo("shutdown any day, 2026-08-02 (not before)");
    }

    @Test
    void whatHasNoDateOrIsNotKnownIsTold() {
        Cutoff undated = Rows.of("a/undated:shutdown", new Effective.Undated(), Certainty.TENTATIVE);
        assertThat(badge(undated).text()).isEqualTo("shutdown, no date yet");
        assertThat(badge().text()).isEqualTo("no cutoff known");
        assertThat(Badge.unknown("a/b").text()).isEqualTo("unknown subject");
    }

    @ParameterizedTest
    @EnumSource(Urgency.class)
    void whiteLettersCanBeReadOnEveryColour(Urgency urgency) {
        assertThat(1.05 / (luminance(urgency.color()) + 0.05)).isGreaterThan(5);
    }

    /** WCAG 2: relative luminance. */
    private static double luminance(String color) {
        double[] parts = new double[3];
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(color.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            parts[i] = part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }

    private static Badge badge(Cutoff... cutoffs) {
        return Badge.of("S", Arrays.asList(cutoffs), NOW);
    }

    private static Cutoff on(String day, Certainty certainty) {
        return Rows.of("a/" + day + ":shutdown", new Effective.On(LocalDate.parse(day), ZoneOffset.UTC), certainty);
    }
}
