package dev.forewarn.console;

import dev.forewarn.feed.Facets;
import dev.forewarn.feed.Outlook;
import dev.forewarn.feed.OutlookQuery;
import dev.forewarn.feed.Span;
import dev.forewarn.lifecycle.Cutoff;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is coming.
 *
 * @param told the same in one sentence
 * @param nearest what comes next
 * @param groups what is listed, month by month
 * @param anyDay what may come any day
 * @param undated what has no date, beside that
 * @param next where the list goes on
 * @param filters as an address of the API takes them
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
public record HorizonPage(
        Frame frame,
        Told told,
        Optional<Row> nearest,
        FilterForm form,
        Timeline timeline,
        List<MonthRow> months,
        List<Tab> tabs,
        List<Row> anyDay,
        List<Group> groups,
        List<Row> undated,
        Optional<String> undatedMore,
        Optional<String> next,
        String filters)
        implements TemplateInstance {

    /** A stretch of the calendar to look at. */
    public record Tab(String label, String href, boolean present) {}

    /** A month in figures. */
    public record MonthRow(String name, String href, int committed, int earliest, int tentative, int total) {}

    /** What the page says above all. */
    public record Told(String heading, String sentence, boolean empty) {}

    static HorizonPage of(Frame frame, OutlookQuery query, Outlook outlook, Facets.Known known) {
        Address address = new Address(query);
        return new HorizonPage(
                frame,
                told(query, outlook),
                nearest(query, outlook),
                FilterForm.of(query, known),
                Timeline.of(outlook, address),
                outlook.months().stream().map(month -> row(month, address)).toList(),
                tabs(query, address),
                rows(outlook.anyDay(), outlook),
                Group.of(outlook.listed().items(), outlook.now()),
                rows(outlook.undated().items(), outlook),
                Optional.ofNullable(outlook.undated().next()).map(any -> address.of(Span.UNDATED)),
                Optional.ofNullable(outlook.listed().next()).map(address::next),
                address.filters());
    }

    private static Optional<Row> nearest(OutlookQuery query, Outlook outlook) {
        boolean first = query.span() == Span.AHEAD
                && query.month().isEmpty()
                && query.place().isEmpty();
        return outlook.listed().items().stream()
                .filter(any -> first)
                .map(cutoff -> Row.of(cutoff, outlook.now()))
                .findFirst();
    }

    private static List<Row> rows(List<Cutoff> cutoffs, Outlook outlook) {
        return cutoffs.stream().map(cutoff -> Row.of(cutoff, outlook.now())).toList();
    }

    private static MonthRow row(Outlook.MonthCount count, Address address) {
        return new MonthRow(
                Wording.month(count.month()),
                address.of(count.month()),
                count.committed(),
                count.earliest(),
                count.tentative(),
                count.total());
    }

    private static List<Tab> tabs(OutlookQuery query, Address address) {
        return Arrays.stream(Span.values())
                .map(span -> new Tab(
                        label(span),
                        address.of(span),
                        span == query.span() && query.month().isEmpty()))
                .toList();
    }

    private static String label(Span span) {
        return switch (span) {
            case AHEAD -> "Ahead";
            case PAST -> "Past";
            case UNDATED -> "No date yet";
            case WITHDRAWN -> "Withdrawn";
        };
    }

    private static Told told(OutlookQuery query, Outlook outlook) {
        boolean empty = outlook.listed().items().isEmpty()
                && outlook.anyDay().isEmpty()
                && outlook.undated().items().isEmpty();
        return new Told(heading(query), empty ? none(query) : some(query, outlook), empty);
    }

    private static String heading(OutlookQuery query) {
        return query.month().map(HorizonPage::in).orElseGet(() -> switch (query.span()) {
            case AHEAD -> "What is coming";
            case PAST -> "What has ended";
            case UNDATED -> "Announced, without a date";
            case WITHDRAWN -> "Taken back";
        });
    }

    private static String in(YearMonth month) {
        return "In " + Wording.month(month);
    }

    private static String none(OutlookQuery query) {
        return query.filters() ? "Nothing that is known matches these filters." : "Nothing is known yet.";
    }

    private static String some(OutlookQuery query, Outlook outlook) {
        if (query.span() != Span.AHEAD || query.month().isPresent()) {
            return switch (query.span()) {
                case PAST -> "The latest first.";
                case UNDATED -> "Nobody has said when.";
                default -> "As far as anybody has said.";
            };
        }
        int ahead = outlook.months().stream()
                .filter(month -> !month.month().isBefore(outlook.first().plusMonths(Outlook.BEFORE)))
                .mapToInt(Outlook.MonthCount::total)
                .sum();
        return Wording.count(ahead, "date") + " from "
                + Wording.month(outlook.first().plusMonths(Outlook.BEFORE)) + " to "
                + Wording.month(outlook.first().plusMonths(Outlook.MONTHS - 1)) + ".";
    }
}
