package dev.forewarn.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** When something takes effect, in words, from whatever has {@code effective} and perhaps a {@code window}. */
final class SlackDate {

    private static final String NONE = "no date";

    private SlackDate() {}

    static String of(JsonNode dated, int most) {
        JsonNode effective = dated.path("effective");
        if (effective.path("after").isArray()) {
            return after(effective.path("after"), dated.path("window"), most);
        }
        if (effective.has("at")) {
            return Mrkdwn.escaped(effective.path("at").asText(""), most);
        }
        String day = effective.path(effective.has("on") ? "on" : "in").asText("");
        return day.isEmpty() ? Mrkdwn.escaped(window(dated.path("window")), most) : inZone(day, effective, most);
    }

    private static String inZone(String day, JsonNode effective, int most) {
        String zone = effective.path("zone").asText("UTC");
        boolean said = !zone.equals("UTC") && !zone.equals("Z");
        return Mrkdwn.escaped(said ? day + " " + zone : day, most);
    }

    private static String after(JsonNode keys, JsonNode window, int most) {
        String begin =
                window.path("start").isTextual() ? "not before " + window(window) + ", after " : NONE + ", after ";
        List<String> named = StreamSupport.stream(keys.spliterator(), false)
                .map(key -> Mrkdwn.escaped(key.asText(""), most))
                .toList();
        return begin + Mrkdwn.joined(named, " and ", most - begin.length());
    }

    /** A window of which nothing is known but its ends. */
    static String window(JsonNode window) {
        String start = window.path("start").asText("");
        if (start.isEmpty()) {
            return NONE;
        }
        return start.endsWith("T00:00:00Z") ? start.substring(0, start.indexOf('T')) : start;
    }
}
