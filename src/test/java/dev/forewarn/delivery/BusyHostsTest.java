package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BusyHostsTest {

    private final BusyHosts busy = new BusyHosts();
    private final List<Integer> told = new ArrayList<>();

    @Test
    void tellsAFewAtATimeInTheOrderInWhichTheyCame() {
        IntStream.range(0, 6).forEach(i -> busy.add("a", () -> told.add(i)));
        busy.add("b", () -> told.add(100));

        busy.freer("a");
        assertThat(told).containsExactly(0, 1, 2, 3);
        busy.freer("a");
        assertThat(told).containsExactly(0, 1, 2, 3, 4, 5);
        busy.freer("a");
        assertThat(told).as("each is told once").hasSize(6);
    }

    @Test
    void whoFindsNoRoomStandsAtTheEndAgain() {
        busy.add("a", () -> again(0));
        IntStream.range(1, 6).forEach(i -> busy.add("a", () -> told.add(i)));

        busy.freer("a");
        busy.freer("a");
        assertThat(told).containsExactly(0, 1, 2, 3, 4, 5, 0);
    }

    @Test
    void passesOverWhoNeedsItNoLonger() {
        IntStream.range(0, 6).forEach(i -> busy.add("a", () -> false));
        IntStream.range(0, 4).forEach(i -> busy.add("a", () -> told.add(i)));

        busy.freer("a");
        assertThat(told).containsExactly(0, 1, 2, 3);
    }

    private boolean again(int i) {
        busy.add("a", () -> told.add(i));
        return told.add(i);
    }
}
