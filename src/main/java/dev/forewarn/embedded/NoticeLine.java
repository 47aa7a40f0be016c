package dev.forewarn.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forewarn.lifecycle.CutoffKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A webhook's body as one readable line. */
final class NoticeLine {

    private static final String PREFIX = "cutoff.";

    private NoticeLine() {}

    /** @throws IllegalArgumentException if it is not the body of a notice */
    static String of(JsonNode body) {
        String type = body.path("type").asText();
        if (!type.startsWith(PREFIX)) {
            return "%-10s  %-11s         %s".formatted("", type, "signed, and verified by the receiver");
        }
        JsonNode data = body.path("data");
        return Wording.line(
                instant(body.path("timestamp").asText()),
                type.substring(PREFIX.length()),
                Optional.of(data.path("leadTime"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText)
                        .orElse(""),
                CutoffKey.parse(data.path("cutoff").path("key").asText()),
                facts(type.substring(PREFIX.length()), data));
    }

    private static String facts(String kind, JsonNode data) {
        JsonNode cutoff = data.path("cutoff");
        return switch (kind) {
            case "revised" -> revised(data.path("previous"), cutoff);
            case "withdrawn" -> "was " + Wording.date(data.path("previous")) + "; nobody says so any more";
            case "conflicted" -> Wording.date(cutoff) + ", but " + conflicts(data.path("conflicts"));
            case "approaching" -> Wording.date(cutoff) + daysLeft(data) + late(data) + Wording.replacement(cutoff);
            case "reached" -> Wording.date(cutoff) + " is over" + Wording.replacement(cutoff);
            default -> Wording.date(cutoff) + Wording.replacement(cutoff);
        };
    }

    private static String revised(JsonNode previous, JsonNode cutoff) {
        String before = Wording.date(previous);
        String now = Wording.date(cutoff);
        boolean sameReplacement = previous.path("replacement").equals(cutoff.path("replacement"));
        String date = before.equals(now) ? now : before + " -> " + now;
        return sameReplacement ? date : date + Wording.replacement(cutoff);
    }

    private static String conflicts(JsonNode conflicts) {
        return StreamSupport.stream(conflicts.spliterator(), false)
                .map(NoticeLine::conflict)
                .collect(Collectors.joining(", "));
    }

    private static String conflict(JsonNode conflict) {
        return "%s says %s (%s)"
                .formatted(
                        Wording.window(conflict.path("window")),
                        conflict.path("source").asText(),
                        conflict.path("authority").asText());
    }

    private static String daysLeft(JsonNode data) {
        int days = data.path("daysLeft").asInt();
        return switch (days) {
            case 0 -> " (today)";
            case 1 -> " (1 day left)";
            default -> " (" + days + " days left)";
        };
    }

    private static String late(JsonNode data) {
        return data.path("late").asBoolean() ? ", told late" : "";
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is not an instant", e);
        }
    }
}
