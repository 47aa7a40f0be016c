package dev.forewarn.feed;

import dev.forewarn.feed.OutlookStore.Selection;
import dev.forewarn.feed.OutlookStore.Stretch;
import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Looks along the calendar, at one moment. Its statements are sent without waiting for each other, once it is known which
 * subjects are meant.
 */
@Singleton
public class Outlooks {

    private static final String ONE_MOMENT = "set transaction isolation level repeatable read, read only";

    /** How many cutoffs a page lists. */
    static final int LISTED = 100;

    /** How many are drawn one by one: more would hide each other, and are counted. */
    static final int DRAWN = 120;

    /** How many of those that may come any day, or have no date, stand beside the others. */
    static final int BESIDE = 20;

    // Of a search: more than anybody would read.
    private static final int SUBJECTS = 1_000;

    // The longest window that has an end is a month.
    private static final Duration LONGEST = Duration.ofDays(32);

    private static final Page<Cutoff> NONE = new Page<>(List.of(), null);

    private final Pool pool;
    private final OutlookStore store;
    private final SubjectStore subjects;
    private final CalendarClock calendar;

    Outlooks(Pool pool, OutlookStore store, SubjectStore subjects, CalendarClock calendar) {
        this.pool = pool;
        this.store = store;
        this.subjects = subjects;
        this.calendar = calendar;
    }

    public Uni<Outlook> of(OutlookQuery query) {
        Instant now = calendar.instant();
        return query.search()
                .map(text -> found(query, text))
                .orElseGet(() -> Uni.createFrom().item(query.subjects()))
                .chain(meant -> meant.patterns().isEmpty() && query.search().isPresent()
                        ? Uni.createFrom().item(nothing(now))
                        : look(query, meant, now));
    }

    private Uni<SubjectPatterns> found(OutlookQuery query, String text) {
        return subjects.list(new SubjectQuery(query.subjects(), Optional.empty(), Optional.of(text), SUBJECTS, ""))
                .map(page -> new SubjectPatterns(page.items().stream()
                        .map(DescribedSubject::id)
                        .map(SubjectId::toString)
                        .toList()));
    }

    private static Outlook nothing(Instant now) {
        return new Outlook(now, first(now), List.of(), List.of(), List.of(), NONE, NONE);
    }

    private Uni<Outlook> look(OutlookQuery query, SubjectPatterns meant, Instant now) {
        Selection selection =
                new Selection(meant, query.milestone().map(word -> word), query.channel(), query.region());
        return pool.withTransaction(tx -> look(tx, query, selection, now));
    }

    private Uni<Outlook> look(SqlConnection tx, OutlookQuery query, Selection selection, Instant now) {
        YearMonth first = first(now);
        Instant from = start(first);
        Instant until = start(first.plusMonths(Outlook.MONTHS));
        boolean whole = isWhole(query);
        return Uni.combine()
                .all()
                .unis(
                        tx.query(ONE_MOMENT).execute(),
                        store.months(tx, selection, from, until),
                        store.forward(tx, selection, new Stretch(CutoffPlace.before(from), until, from), DRAWN),
                        listed(tx, query, selection, now),
                        whole ? store.anyDay(tx, selection, now, BESIDE) : none(),
                        whole ? store.withoutDate(tx, selection, false, Optional.empty(), BESIDE) : none())
                .with((set, months, drawn, listed, anyDay, undated) -> new Outlook(
                        now,
                        first,
                        months,
                        drawn.next() == null ? drawn.items() : List.of(),
                        anyDay.items(),
                        listed,
                        undated));
    }

    /** The first page of what is ahead, which also tells of what stands at no place in the calendar. */
    private static boolean isWhole(OutlookQuery query) {
        return query.span() == Span.AHEAD
                && query.month().isEmpty()
                && query.place().isEmpty();
    }

    private Uni<Page<Cutoff>> listed(SqlConnection tx, OutlookQuery query, Selection selection, Instant now) {
        if (query.month().isPresent()) {
            YearMonth month = query.month().get();
            CutoffPlace place = query.place().orElse(CutoffPlace.before(start(month)));
            return store.forward(tx, selection, new Stretch(place, start(month.plusMonths(1)), Instants.FIRST), LISTED);
        }
        return switch (query.span()) {
            case AHEAD ->
                store.forward(
                        tx,
                        selection,
                        new Stretch(query.place().orElse(CutoffPlace.before(now.minus(LONGEST))), Instants.LAST, now),
                        LISTED);
            case PAST -> store.backward(tx, selection, query.place().orElse(CutoffPlace.before(now)), now, LISTED);
            case UNDATED -> store.withoutDate(tx, selection, false, query.place(), LISTED);
            case WITHDRAWN -> store.withoutDate(tx, selection, true, query.place(), LISTED);
        };
    }

    private static Uni<Page<Cutoff>> none() {
        return Uni.createFrom().item(NONE);
    }

    private static YearMonth first(Instant now) {
        return YearMonth.from(now.atOffset(ZoneOffset.UTC)).minusMonths(Outlook.BEFORE);
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
