package dev.forewarn.feed;

import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.web.Page;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/**
 * What somebody sees who looks ahead, or back.
 *
 * @param now by the calendar
 * @param first the first month that is drawn
 * @param months how many begin in each month that is drawn; those in which none does are left out
 * @param drawn those that begin in these months, by their start, if they are few; else none
 * @param anyDay those that may come any day, because they have begun and have no end
 * @param listed those that were asked for
 * @param undated the first of those without a date
 */
public record Outlook(
        Instant now,
        YearMonth first,
        List<MonthCount> months,
        List<Cutoff> drawn,
        List<Cutoff> anyDay,
        Page<Cutoff> listed,
        Page<Cutoff> undated) {

    /** How many months are drawn. */
    public static final int MONTHS = 18;

    /** How many of them are before the present one. */
    public static final int BEFORE = 3;

    public Outlook {
        months = List.copyOf(months);
        drawn = List.copyOf(drawn);
        anyDay = List.copyOf(anyDay);
    }

    /** How many windows start in a month, in UTC, by how firmly they stand. */
    public record MonthCount(YearMonth month, int committed, int earliest, int tentative) {

        public int total() {
            return committed + earliest + tentative;
        }
    }
}
