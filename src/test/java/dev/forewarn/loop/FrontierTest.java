package dev.forewarn.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FrontierTest {

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final Frontier frontier = new Frontier(() -> now);

    @Test
    void theFirstSearchBeginsBeforeEverything() {
        assertThat(frontier.search()).isBefore(Instant.EPOCH);
    }

    @Test
    void theNextBeginsAtTheLowestThatWasFound() {
        frontier.search();
        frontier.found(now.minusSeconds(20));
        assertThat(frontier.search()).isEqualTo(now.minusSeconds(20));
        assertThat(frontier.begins()).isEqualTo(now.minusSeconds(20));
    }

    @Test
    void whatIsWrittenBehindItDrawsItBack() {
        frontier.search();
        frontier.found(now);
        frontier.written(now.minusSeconds(60));
        frontier.written(now.plusSeconds(60));
        assertThat(frontier.begins()).isEqualTo(now.minusSeconds(60));
        assertThat(frontier.search()).isEqualTo(now.minusSeconds(60));
        frontier.found(now.minusSeconds(60));
        assertThat(frontier.search()).isEqualTo(now.minusSeconds(60));
    }

    @Test
    void whatIsWrittenDuringASearchIsNotSteppedOver() {
        frontier.search();
        frontier.written(now.minusSeconds(60));
        frontier.found(now);
        assertThat(frontier.search()).isEqualTo(now.minusSeconds(60));
    }

    @Test
    void onceInAWhileItLooksFromTheBeginningShouldAnotherReplicaHaveWrittenBehindIt() {
        Instant beginning = frontier.search();
        frontier.found(now);
        now = now.plus(Duration.ofMinutes(1));
        assertThat(frontier.search()).isEqualTo(beginning);
        frontier.found(now);
        assertThat(frontier.search()).isEqualTo(now);
    }

    @Test
    void notAsOftenWhereItIsHeardWhatAnotherReplicaWritesBehindIt() {
        boolean[] hears = {true};
        Frontier hearing = new Frontier(() -> now, () -> hears[0]);
        Instant beginning = hearing.search();
        assertThat(beginning).isEqualTo(Frontier.BEGINNING);
        hearing.found(now);
        Instant found = now;
        now = now.plus(Duration.ofMinutes(1));
        assertThat(hearing.search()).isEqualTo(found);
        hearing.written(Frontier.BEGINNING);
        assertThat(hearing.search()).isEqualTo(beginning);
        hearing.found(now);
        assertThat(hearing.search()).isEqualTo(now);
        hears[0] = false;
        assertThat(hearing.search()).isEqualTo(beginning);
        hears[0] = true;
        hearing.found(now);
        now = now.plus(Duration.ofMinutes(5));
        assertThat(hearing.search()).isEqualTo(beginning);
    }
}
