package dev.forewarn.feed;

import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.Status;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.Word;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which cutoffs are asked for. A filter with nothing in it takes all.
 *
 * @param channels with what holds in every channel, if there are any
 * @param regions with what holds everywhere, if there are any
 * @param statuses never empty
 * @param after windows that start then or later
 * @param before windows that start earlier
 */
record CutoffQuery(
        SubjectPatterns subjects,
        List<Milestone> milestones,
        List<String> channels,
        List<String> regions,
        List<Status> statuses,
        Optional<Instant> after,
        Optional<Instant> before,
        int limit,
        CutoffPlace place) {

    static final List<String> PARAMETERS =
            List.of("subject", "milestone", "channel", "region", "status", "before", "after", "limit", "cursor");

    static final List<String> CALENDAR_PARAMETERS =
            List.of("subject", "milestone", "channel", "region", "status", "before", "after");

    static final List<String> BADGE_PARAMETERS = List.of("milestone", "channel", "region");

    // More than a subject has.
    private static final int ALL = 1_000;

    // What was taken back is no news to somebody who asks what there is.
    private static final List<Status> USUAL = Arrays.stream(Status.values())
            .filter(status -> status != Status.WITHDRAWN)
            .toList();

    static CutoffQuery of(Parameters query, FeedSettings settings) {
        return of(query, settings, USUAL);
    }

    /** A calendar also shows what was taken back: it has to cross it out. */
    static CutoffQuery forCalendar(Parameters query, FeedSettings settings) {
        return of(query, settings, List.of(Status.values()));
    }

    /** Those of one subject. */
    static CutoffQuery of(SubjectId subject, Parameters query) {
        return new CutoffQuery(
                new SubjectPatterns(List.of(subject.toString())),
                query.all("milestone", word -> Word.parse(Milestone.class, word)),
                orEverywhere(query.all("channel", channel -> Scope.of(channel).channel())),
                orEverywhere(query.all("region", CutoffQuery::region)),
                USUAL,
                Optional.empty(),
                Optional.empty(),
                ALL,
                CutoffPlace.before(Instants.FIRST));
    }

    private static CutoffQuery of(Parameters query, FeedSettings settings, List<Status> usual) {
        List<Status> statuses = query.all("status", word -> Word.parse(Status.class, word));
        Optional<Instant> after = query.one("after", Instants::parse);
        return new CutoffQuery(
                SubjectPatterns.of(query),
                query.all("milestone", word -> Word.parse(Milestone.class, word)),
                orEverywhere(query.all("channel", channel -> Scope.of(channel).channel())),
                orEverywhere(query.all("region", CutoffQuery::region)),
                statuses.isEmpty() ? usual : statuses,
                after,
                query.one("before", Instants::parse),
                query.limit(settings),
                query.one("cursor", CutoffPlace::parse)
                        .orElseGet(() -> CutoffPlace.before(after.orElse(Instants.FIRST))));
    }

    private static List<String> orEverywhere(List<String> named) {
        return named.isEmpty()
                ? named
                : Stream.concat(named.stream(), Stream.of(Scope.EVERYWHERE)).toList();
    }

    private static String region(String text) {
        return new Scope(Scope.EVERYWHERE, text, Scope.EVERYWHERE, Optional.empty()).region();
    }
}
