package dev.forewarn.console;

import dev.forewarn.feed.Outlook;
import dev.forewarn.feed.Outlook.MonthCount;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How many cutoffs begin in a month, where they are too many to be drawn one by one.
 *
 * @param parts from the ground up: committed, not before, tentative
 * @param top where the number stands
 */
public record Column(
        String href, String name, String x, String middle, String width, int total, int top, List<Part> parts) {

    static final int HEIGHT = 96;

    private static final double AIR = 0.18;

    /** @param shape as of {@link Mark} */
    public record Part(String shape, int y, int height) {}

    public Column {
        parts = List.copyOf(parts);
    }

    /** @param address which keeps the filters */
    static List<Column> of(Outlook outlook, Address address, int ground) {
        int most = outlook.months().stream().mapToInt(MonthCount::total).max().orElse(1);
        return outlook.months().stream()
                .map(count -> new Scale(most, ground)
                        .column(
                                count,
                                address.of(count.month()),
                                outlook.first().until(count.month(), ChronoUnit.MONTHS)))
                .toList();
    }

    /** @param most how many are as high as there is room */
    private record Scale(int most, int ground) {

        Column column(MonthCount count, String href, long index) {
            int committed = ground - height(count.committed());
            int earliest = committed - height(count.earliest());
            int tentative = earliest - height(count.tentative());
            double month = Timeline.month();
            return new Column(
                    href,
                    Wording.month(count.month()),
                    Timeline.percent((index + AIR / 2) * month),
                    Timeline.percent((index + 0.5) * month),
                    Timeline.percent((1 - AIR) * month),
                    count.total(),
                    tentative - 5,
                    List.of(
                            new Part("committed", committed, ground - committed),
                            new Part("earliest", earliest, committed - earliest),
                            new Part("tentative", tentative, earliest - tentative)));
        }

        /** Whatever there is can be seen. */
        private int height(int count) {
            return count == 0 ? 0 : Math.max(2, (int) Math.round((double) count * (HEIGHT - 16) / most));
        }
    }
}
