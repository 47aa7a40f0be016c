package dev.forewarn.feed;

import dev.forewarn.feed.CheckAnswer.Evidence;
import dev.forewarn.feed.CheckAnswer.Item;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A check for people who read it in a log: a line for each subject, the verdict first, and one for all. */
final class CheckText {

    private CheckText() {}

    static byte[] of(CheckAnswer answer) {
        String counted = answer.items().size() + " checked, within " + answer.within();
        return Stream.concat(answer.items().stream().map(CheckText::line), Stream.of(line(answer.verdict(), counted)))
                .collect(Collectors.joining("\n", "", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String line(Item item) {
        String subject = item.subject()
                .filter(id -> !id.equals(item.asked()))
                .map(id -> item.asked() + " (" + id + ")")
                .orElse(item.asked());
        return line(item.verdict(), subject + ": " + item.advice() + source(item));
    }

    private static String source(Item item) {
        return item.evidence().stream()
                .filter(Evidence::counts)
                .map(evidence ->
                        " Source: " + evidence.url().map(Object::toString).orElse(evidence.source()))
                .findFirst()
                .orElse("");
    }

    private static String line(Verdict verdict, String text) {
        return String.format(Locale.ROOT, "%-11s  %s", verdict.word(), text);
    }
}
