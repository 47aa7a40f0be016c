package dev.forewarn.delivery;

import static dev.forewarn.delivery.SlackFormat.MOST_IN_FIELD;
import static dev.forewarn.delivery.SlackFormat.MOST_IN_TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a notice says, in words. */
final class SlackFacts {

    // Parts of a field, so that all of them together are within it.
    private static final int MOST_IN_VALUE = 1_900;
    private static final int MOST_IN_DATE = 1_200;
    private static final int MOST_IN_WORD = 450;
    private static final int MOST_IN_SOURCE = 500;
    private static final int MOST_CONFLICTS = 20;

    private final JsonNode notice;
    private final JsonNode data;
    private final JsonNode cutoff;
    private final JsonNode previous;

    SlackFacts(JsonNode notice) {
        this.notice = notice;
        this.data = notice.path("data");
        this.cutoff = data.path("cutoff");
        this.previous = data.path("previous");
    }

    /** Something that is said under a name. */
    record Field(String name, String value) {
        String block() {
            return "*" + name + "*\n" + value;
        }

        String line() {
            return name + ": " + value;
        }
    }

    /** In the order of their weight: a fallback is cut at its end. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        add(fields, "Date", date(cutoff));
        add(fields, "Days left", daysLeft());
        add(fields, "Certainty", escaped(cutoff.path("certainty")));
        add(fields, "Was", was());
        add(fields, "Replacement", replacement(cutoff));
        add(fields, "Replacement was", formerReplacement());
        add(fields, "Subject", escaped(cutoff.path("subject").path("id")));
        add(fields, "For", scope());
        add(fields, "Sources", sources());
        return fields;
    }

    private static void add(List<Field> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.add(new Field(name, value));
        }
    }

    private static String date(JsonNode dated) {
        return SlackDate.of(dated, MOST_IN_DATE);
    }

    private String daysLeft() {
        boolean tells = data.path("daysLeft").isInt() && !told("withdrawn") && !told("reached");
        return tells ? data.path("daysLeft").asText("") : "";
    }

    private boolean told(String kind) {
        return notice.path("type").asText("").equals("cutoff." + kind);
    }

    private String was() {
        if (!previous.isObject()) {
            return "";
        }
        String before = date(previous) + ", " + escaped(previous.path("certainty"));
        return told("revised") && before.equals(date(cutoff) + ", " + escaped(cutoff.path("certainty"))) ? "" : before;
    }

    private String formerReplacement() {
        boolean same = previous.path("replacement").equals(cutoff.path("replacement"));
        return !previous.isObject() || same ? "" : replacement(previous);
    }

    private static String replacement(JsonNode replaced) {
        JsonNode replacement = replaced.path("replacement");
        String url = replacement.path("url").asText("");
        List<String> named = Stream.concat(
                        StreamSupport.stream(replacement.path("subjects").spliterator(), false)
                                .map(SlackFacts::escaped),
                        Stream.of(url)
                                .filter(link -> !link.isEmpty())
                                .map(link -> Mrkdwn.link(link, "read on", MOST_IN_VALUE)))
                .toList();
        String subjects = Mrkdwn.joined(named, ", ", MOST_IN_VALUE);
        return switch (replacement.path("status").asText("")) {
            case "drop_in" -> subjects;
            case "suggested" -> subjects + " (suggested)";
            case "none_published" -> "none published";
            default -> subjects;
        };
    }

    private String scope() {
        JsonNode scope = cutoff.path("scope");
        String provider = cutoff.path("subject").path("id").asText("").replaceFirst("/.*", "");
        List<String> parts = Stream.of(
                        part(scope, "channel", "@", provider),
                        part(scope, "region", "in ", "*"),
                        part(scope, "audience", "for ", "*"),
                        part(scope, "occurrence", "no. ", ""))
                .flatMap(Optional::stream)
                .toList();
        return String.join(" ", parts);
    }

    private static Optional<String> part(JsonNode scope, String member, String before, String usual) {
        return Optional.of(scope.path(member))
                .filter(JsonNode::isTextual)
                .filter(part -> !part.asText("").equals(usual))
                .map(part -> before + escaped(part));
    }

    private String sources() {
        JsonNode sources = cutoff.path("sources");
        int total = sources.path("total").asInt();
        return total < 2 ? "" : sources.path("agreeing").asInt() + " of " + total + " agree";
    }

    /** What others say, where it is told that they do. */
    Optional<String> conflicts() {
        List<String> said = StreamSupport.stream(data.path("conflicts").spliterator(), false)
                .limit(MOST_CONFLICTS)
                .map(SlackFacts::conflict)
                .toList();
        return told("conflicted") && !said.isEmpty()
                ? Optional.of(Mrkdwn.joined(said, "\n", MOST_IN_TEXT))
                : Optional.empty();
    }

    private static String conflict(JsonNode conflict) {
        return "• %s says %s (%s)"
                .formatted(
                        Mrkdwn.escaped(conflict.path("source").asText(""), MOST_IN_SOURCE),
                        Mrkdwn.escaped(SlackDate.window(conflict.path("window")), MOST_IN_SOURCE),
                        Mrkdwn.escaped(conflict.path("authority").asText(""), MOST_IN_SOURCE));
    }

    /** Where to read on, and which notice this is. */
    String origin() {
        String link = Mrkdwn.link(
                cutoff.path("links").path("self").asText(""), cutoff.path("key").asText(""), MOST_IN_FIELD);
        String late = data.path("late").asBoolean() ? ", told late" : "";
        return link + late + ", notice " + Mrkdwn.escaped(notice.path("id").asText(""), MOST_IN_SOURCE);
    }

    private static String escaped(JsonNode text) {
        return Mrkdwn.escaped(text.asText(""), MOST_IN_WORD);
    }
}
