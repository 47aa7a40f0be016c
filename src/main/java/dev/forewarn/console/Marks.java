package dev.forewarn.console;

import dev.forewarn.feed.Outlook;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts cutoffs on the timeline one above the other, so that none hides another: each into the lowest lane that is free
 * where it stands.
 *
 * @param lanes how many are needed
 */
record Marks(List<Placed> placed, int lanes, Outlook outlook) {

    private static final int LANE = 17;
    private static final int FEWEST = 3;
    private static final int MOST = 14;
    // A mark with some air, in hundredths of the width of a phone.
    private static final double ROOM = 3.8;
    private static final Duration A_DAY = Duration.ofHours(26);

    /** @param lane from 0, on the ground */
    record Placed(Cutoff cutoff, double x, double width, int lane) {}

    static Marks of(Outlook outlook) {
        List<Double> ends = new ArrayList<>();
        List<Placed> placed = new ArrayList<>();
        for (Cutoff cutoff : outlook.drawn()) {
            Window window = cutoff.window().orElseThrow();
            double x = Timeline.place(outlook.first(), window.start());
            double width = width(outlook.first(), window, x);
            int lane = lane(ends, x);
            ends.set(lane, x + Math.max(width, ROOM));
            placed.add(new Placed(cutoff, x, width, lane));
        }
        return new Marks(List.copyOf(placed), ends.size(), outlook);
    }

    boolean fit() {
        return lanes <= MOST;
    }

    int height() {
        return Math.max(FEWEST, lanes) * LANE;
    }

    List<Mark> above(int ground) {
        return placed.stream()
                .map(each -> mark(each, ground - LANE / 2 - 2 - each.lane() * LANE))
                .toList();
    }

    private static int lane(List<Double> ends, double x) {
        for (int lane = 0; lane < ends.size(); lane++) {
            if (ends.get(lane) <= x) {
                return lane;
            }
        }
        ends.add(0.0);
        return ends.size() - 1;
    }

    private static double width(YearMonth first, Window window, double x) {
        return window.end()
                .filter(end -> Duration.between(window.start(), end).compareTo(A_DAY) > 0)
                .map(end -> Timeline.place(first, end) - x)
                .orElse(0.0);
    }

    private Mark mark(Placed each, int y) {
        Cutoff cutoff = each.cutoff();
        Instant now = outlook.now();
        return new Mark(
                cutoff.id().value(),
                title(cutoff, now),
                Timeline.percent(each.x()),
                y,
                cutoff.standing().certainty().word(),
                Left.of(cutoff, now).urgency(),
                each.width() > 0 ? Timeline.percent(each.width()) : "",
                cutoff.window().flatMap(Window::end).isEmpty(),
                !cutoff.standing().conflicts().isEmpty());
    }

    private static String title(Cutoff cutoff, Instant now) {
        Row row = Row.of(cutoff, now);
        String scope = row.scope().isEmpty() ? "" : " " + String.join(" ", row.scope());
        return row.name() + ": " + row.milestone() + scope + "\n" + row.date() + ", " + row.firmness() + "\n"
                + row.left().number() + " " + row.left().unit();
    }
}
