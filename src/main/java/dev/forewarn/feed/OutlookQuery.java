package dev.forewarn.feed;

import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.Word;
import dev.forewarn.web.ProblemException;
import jakarta.ws.rs.core.UriInfo;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody looks for, as a form asks: fields may be left empty, and a filter with nothing in it takes all.
 *
 * @param search a part of a subject's id, name or alias, in capitals or not
 * @param provider all of whose subjects are meant
 * @param subject which one is meant; {@code provider} says no more then
 * @param channel with what holds in every channel
 * @param region with what holds everywhere
 * @param month in which windows start, in UTC; {@code span} says no more then
 */
public record OutlookQuery(
        Span span,
        Optional<String> search,
        Optional<String> provider,
        Optional<SubjectId> subject,
        Optional<Milestone> milestone,
        Optional<String> channel,
        Optional<String> region,
        Optional<YearMonth> month,
        Optional<CutoffPlace> place) {

    static final List<String> PARAMETERS =
            List.of("show", "q", "provider", "subject", "milestone", "channel", "region", "month", "cursor");

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 9998;

    /** @throws ProblemException naming the parameter that can't be understood */
    public static OutlookQuery of(UriInfo uri) {
        Parameters query = Parameters.filled(uri, PARAMETERS);
        return new OutlookQuery(
                query.one("show", word -> Word.parse(Span.class, word)).orElse(Span.AHEAD),
                query.one("q", text -> SubjectQuery.searched(text.strip())),
                query.one("provider", OutlookQuery::provider),
                query.one("subject", SubjectId::parse),
                query.one("milestone", word -> Word.parse(Milestone.class, word)),
                query.one("channel", OutlookQuery::channel),
                query.one("region", OutlookQuery::region),
                query.one("month", OutlookQuery::month),
                query.one("cursor", CutoffPlace::parse));
    }

    /** Whether anything is left out but by the stretch. */
    public boolean filters() {
        return search.isPresent() || !subjects().all() || scoped() || month.isPresent();
    }

    private boolean scoped() {
        return milestone.isPresent() || channel.isPresent() || region.isPresent();
    }

    SubjectPatterns subjects() {
        return new SubjectPatterns(subject.map(SubjectId::toString).or(() -> provider.map(name -> name + "/*")).stream()
                .toList());
    }

    private static String provider(String text) {
        return new SubjectId(text.toLowerCase(Locale.ROOT), "any").provider();
    }

    private static String channel(String text) {
        return Scope.of(text.toLowerCase(Locale.ROOT)).channel();
    }

    private static String region(String text) {
        return new Scope(Scope.EVERYWHERE, text.toUpperCase(Locale.ROOT), Scope.EVERYWHERE, Optional.empty()).region();
    }

    private static YearMonth month(String text) {
        try {
            return inRange(YearMonth.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a month such as 2026-09", e);
        }
    }

    private static YearMonth inRange(YearMonth month) {
        if (month.getYear() < FIRST_YEAR || month.getYear() > LAST_YEAR) {
            throw new IllegalArgumentException("is not between " + FIRST_YEAR + " and " + LAST_YEAR);
        }
        return month;
    }
}
