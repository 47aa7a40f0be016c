package dev.forewarn.subscription;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an owner has said of a subscription, as it is answered; an empty list takes all. */
public record TermsView(
        String url,
        List<String> subjects,
        List<String> milestones,
        List<String> channels,
        List<String> regions,
        List<String> kinds,
        List<String> leadTimes,
        String format,
        Optional<String> description) {

    static TermsView of(Subscription subscription) {
        return new TermsView(
                subscription.url,
                list(subscription.subjects),
                list(subscription.milestones),
                list(subscription.channels),
                list(subscription.regions),
                list(subscription.kinds),
                list(subscription.leadTimes),
                subscription.format,
                Optional.ofNullable(subscription.description));
    }

    private static List<String> list(String @Nullable [] filter) {
        return filter == null ? List.of() : Arrays.asList(filter);
    }
}
