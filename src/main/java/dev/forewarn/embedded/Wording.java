package dev.forewarn.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How dates, scopes and replacements are written on the terminal, in columns. */
final class Wording {

    private Wording() {}

    static String line(Instant at, String what, String leadTime, CutoffKey key, String facts) {
        return "%s  %-11s  %-5s  %-46s  %s"
                .formatted(LocalDate.ofInstant(at, ZoneOffset.UTC), what, leadTime, cutoff(key), facts)
                .stripTrailing();
    }

    static String cutoff(CutoffKey key) {
        Scope scope = key.scope();
        StringBuilder text = new StringBuilder()
                .append(key.subject())
                .append(' ')
                .append(key.milestone().word());
        if (!scope.channel().equals(key.subject().provider())) {
            text.append(" @").append(scope.channel());
        }
        if (!scope.region().equals(Scope.EVERYWHERE)) {
            text.append(" in ").append(scope.region());
        }
        if (!scope.audience().equals(Scope.EVERYWHERE)) {
            text.append(" for ").append(scope.audience());
        }
        scope.occurrence().ifPresent(slug -> text.append(" (").append(slug).append(')'));
        return text.toString();
    }

    /** When, and how firmly, from whatever has {@code effective}, {@code certainty} and perhaps a {@code window}. */
    static String date(JsonNode dated) {
        JsonNode effective = dated.path("effective");
        if (effective.has("after")) {
            return after(effective.path("after"), dated.path("window"));
        }
        if (!effective.isObject() || effective.isEmpty()) {
            return "no date";
        }
        return switch (dated.path("certainty").asText()) {
            case "committed" -> said(effective);
            case "earliest" -> "not before " + said(effective);
            default -> said(effective) + " (tentative)";
        };
    }

    private static String said(JsonNode effective) {
        if (effective.has("at")) {
            return effective.path("at").asText();
        }
        String zone = effective.path("zone").asText("UTC");
        String day = effective.path(effective.has("on") ? "on" : "in").asText();
        return zone.equals("UTC") || zone.equals("Z") ? day : day + " " + zone;
    }

    private static String after(JsonNode keys, JsonNode window) {
        String named = StreamSupport.stream(keys.spliterator(), false)
                .map(key -> cutoff(CutoffKey.parse(key.asText())))
                .collect(Collectors.joining(" and "));
        return (window.isObject() ? "not before " + window(window) : "no date") + ", after " + named;
    }

    /** A window of which nothing is known but its ends. */
    static String window(JsonNode window) {
        String start = window.path("start").asText();
        return start.endsWith("T00:00:00Z") ? start.substring(0, start.indexOf('T')) : start;
    }

    /** What to use instead, as the end of a sentence; nothing if nothing was said. */
    static String replacement(JsonNode replaced) {
        JsonNode replacement = replaced.path("replacement");
        String subjects = StreamSupport.stream(replacement.path("subjects").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" or "));
        return switch (replacement.path("status").asText()) {
            case "drop_in" -> ", replaced by " + subjects;
            case "suggested" -> ", suggested instead: " + subjects;
            case "none_published" -> ", no replacement published";
            default -> "";
        };
    }
}
