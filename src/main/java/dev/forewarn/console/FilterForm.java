package dev.forewarn.console;

import dev.forewarn.feed.Facets;
import dev.forewarn.feed.OutlookQuery;
import dev.forewarn.feed.Span;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.SubjectId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * By what the horizon is narrowed down.
 *
 * @param show the stretch, to be kept when the form is sent; empty for the usual one
 * @param subject which one alone is shown
 * @param active whether anything is left out
 */
public record FilterForm(
        String search,
        String show,
        Optional<String> subject,
        List<Option> providers,
        List<Option> milestones,
        List<Option> channels,
        List<Option> regions,
        boolean active) {

    /** One of several to choose from. */
    public record Option(String value, String label, boolean chosen) {}

    public FilterForm {
        providers = List.copyOf(providers);
        milestones = List.copyOf(milestones);
        channels = List.copyOf(channels);
        regions = List.copyOf(regions);
    }

    static FilterForm of(OutlookQuery query, Facets.Known known) {
        return new FilterForm(
                query.search().orElse(""),
                query.span() == Span.AHEAD ? "" : query.span().word(),
                query.subject().map(SubjectId::toString),
                options(known.providers(), query.provider()),
                Arrays.stream(Milestone.values())
                        .map(each -> new Option(
                                each.word(), Wording.of(each), query.milestone().equals(Optional.of(each))))
                        .toList(),
                options(known.channels(), query.channel()),
                options(known.regions(), query.region()),
                query.filters());
    }

    /** What is asked for is among them, though nobody may have it. */
    private static List<Option> options(List<String> known, Optional<String> chosen) {
        return Stream.concat(known.stream(), chosen.stream())
                .distinct()
                .sorted()
                .map(value -> new Option(value, value, chosen.equals(Optional.of(value))))
                .toList();
    }
}
