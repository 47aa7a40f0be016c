package dev.forewarn.console;

import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.Word;
import dev.forewarn.subscription.TermsView;
import java.util.List;
import java.util.stream.Stream;

/** What a subscription takes, in words. */
public final class Takes {

    private static final int SOME = 3;

    /**
     * A filter.
     *
     * @param values empty: all
     */
    public record Part(String name, List<String> values, String otherwise) {}

    private Takes() {}

    /** Every filter. */
    static List<Part> parts(TermsView terms) {
        return List.of(
                new Part("Subjects", terms.subjects(), "all"),
                new Part(
                        "Milestones",
                        terms.milestones().stream().map(Takes::milestone).toList(),
                        "all"),
                new Part("Channels", terms.channels(), "all"),
                new Part("Regions", terms.regions(), "all"),
                new Part("Kinds of notices", terms.kinds(), "all"),
                new Part(
                        "Reminders",
                        terms.leadTimes().stream().map(Takes::leadTime).toList(),
                        "all"));
    }

    /** Only the filters that there are, each cut short. */
    static List<String> brief(TermsView terms) {
        List<String> brief = Stream.of(
                        terms.subjects(),
                        terms.milestones().stream().map(Takes::milestone).toList(),
                        terms.channels(),
                        terms.regions(),
                        terms.kinds(),
                        terms.leadTimes())
                .filter(values -> !values.isEmpty())
                .map(Takes::some)
                .toList();
        return brief.isEmpty() ? List.of("everything") : brief;
    }

    private static String some(List<String> values) {
        int more = values.size() - SOME;
        return more > 0
                ? String.join(", ", values.subList(0, SOME)) + " and " + more + " more"
                : String.join(", ", values);
    }

    private static String milestone(String word) {
        return Wording.of(Word.parse(Milestone.class, word));
    }

    private static String leadTime(String word) {
        return Wording.of(Word.parse(LeadTime.class, word));
    }
}
