package dev.forewarn.console;

import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.Word;
import dev.forewarn.subscription.Format;
import dev.forewarn.subscription.SubscriptionView;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What stands in the fields of the form.
 *
 * @param headers new ones, a line each; those that stand are named alone
 */
public record TermsFields(
        String url,
        String subjects,
        String channels,
        String regions,
        String format,
        String description,
        String headers,
        List<String> standingHeaders,
        List<Choice> milestones,
        List<Choice> kinds,
        List<Choice> leadTimes) {

    /** Something that may be ticked. */
    public record Choice(String value, String label, boolean ticked) {}

    static TermsFields empty(String subjects) {
        return new TermsFields(
                "",
                subjects,
                "",
                "",
                "standard",
                "",
                "",
                List.of(),
                milestones(List.of()),
                kinds(List.of()),
                leadTimes(List.of()));
    }

    /** As somebody has filled it in. */
    static TermsFields of(Form form, List<String> standingHeaders) {
        return new TermsFields(
                form.text("url"),
                form.text("subjects"),
                form.text("channels"),
                form.text("regions"),
                form.text("format"),
                form.text("description"),
                form.text("headers"),
                standingHeaders,
                milestones(form.ticked("milestones")),
                kinds(form.ticked("kinds")),
                leadTimes(form.ticked("leadTimes")));
    }

    /** As it stands. */
    static TermsFields of(SubscriptionView view) {
        return new TermsFields(
                view.terms().url(),
                lines(view.terms().subjects()),
                String.join(" ", view.terms().channels()),
                String.join(" ", view.terms().regions()),
                view.terms().format(),
                view.terms().description().orElse(""),
                "",
                view.headers(),
                milestones(view.terms().milestones()),
                kinds(view.terms().kinds()),
                leadTimes(view.terms().leadTimes()));
    }

    /** The ways in which a notice may be written. */
    public List<String> formats() {
        return Stream.of(Format.values()).map(Format::word).toList();
    }

    private static String lines(List<String> values) {
        return String.join("\n", values);
    }

    private static List<Choice> milestones(List<String> ticked) {
        return choices(Milestone.values(), Wording::of, ticked);
    }

    private static List<Choice> kinds(List<String> ticked) {
        return choices(NoticeKind.values(), Wording::of, ticked);
    }

    private static List<Choice> leadTimes(List<String> ticked) {
        return choices(LeadTime.values(), Wording::of, ticked);
    }

    private static <W extends Word> List<Choice> choices(W[] words, Function<W, String> label, List<String> ticked) {
        return Stream.of(words)
                .map(word -> new Choice(word.word(), label.apply(word), ticked.contains(word.word())))
                .toList();
    }
}
