package dev.forewarn.console;

import dev.forewarn.feed.Outlook;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The months that are drawn, each as wide as the others. Places along it are in hundredths of its width, so that it is as
 * wide as the page; it needs no style of its own.
 *
 * @param ticks the months
 * @param now where the present is
 * @param height of the drawing, and {@code ground} of the line on which all stands
 * @param marks the cutoffs one by one, if they are few
 * @param columns or how many there are in each month
 * @param total how many are drawn
 */
public record Timeline(
        List<Tick> ticks, String now, int height, int ground, List<Mark> marks, List<Column> columns, int total) {

    private static final int TOP = 26;
    private static final int FOOT = 36;
    private static final double MONTH = 100.0 / Outlook.MONTHS;

    public Timeline {
        ticks = List.copyOf(ticks);
        marks = List.copyOf(marks);
        columns = List.copyOf(columns);
    }

    /**
     * A month.
     *
     * @param x where it begins, and {@code middle} where its name stands
     * @param year shown with the first month of each
     */
    public record Tick(String x, String middle, String name, String year, boolean present, boolean odd) {}

    static Timeline of(Outlook outlook, Address address) {
        Marks marks = Marks.of(outlook);
        int total =
                outlook.months().stream().mapToInt(Outlook.MonthCount::total).sum();
        boolean single = total == 0 || (!outlook.drawn().isEmpty() && marks.fit());
        int room = single ? marks.height() : Column.HEIGHT;
        int ground = TOP + room;
        return new Timeline(
                ticks(outlook),
                percent(place(outlook.first(), outlook.now())),
                ground + FOOT,
                ground,
                single ? marks.above(ground) : List.of(),
                single ? List.of() : Column.of(outlook, address, ground),
                total);
    }

    /** Where an instant is, in hundredths of the whole; beyond the ends, less than 0 or more than 100. */
    static double place(YearMonth first, Instant at) {
        YearMonth month = YearMonth.from(at.atOffset(ZoneOffset.UTC));
        Instant start = start(month);
        double part = (double) ChronoUnit.MILLIS.between(start, at)
                / ChronoUnit.MILLIS.between(start, start(month.plusMonths(1)));
        return (ChronoUnit.MONTHS.between(first, month) + part) * MONTH;
    }

    static String percent(double place) {
        return String.format(Locale.ROOT, "%.2f%%", place);
    }

    /** How wide a month is. */
    static double month() {
        return MONTH;
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static List<Tick> ticks(Outlook outlook) {
        YearMonth present = YearMonth.from(outlook.now().atOffset(ZoneOffset.UTC));
        return IntStream.range(0, Outlook.MONTHS)
                .mapToObj(index -> tick(outlook.first().plusMonths(index), index, present))
                .toList();
    }

    private static Tick tick(YearMonth month, int index, YearMonth present) {
        boolean named = index == 0 || month.getMonthValue() == 1;
        return new Tick(
                percent(index * MONTH),
                percent((index + 0.5) * MONTH),
                Wording.shortMonth(month),
                named ? Integer.toString(month.getYear()) : "",
                month.equals(present),
                Math.floorMod(index, 2) == 1);
    }
}
