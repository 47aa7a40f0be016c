package dev.forewarn.intake.imports;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A part of the shipped map {@code imports/places.json}: names, or patterns with a {@code *}, and what they stand for.
 * Capitals don't count. Of several patterns, the longest is meant.
 */
record PlaceMap(Map<String, String> entries) {

    private static final String SHIPPED = "/imports/places.json";

    PlaceMap {
        Map<String, String> lower = new HashMap<>();
        entries.forEach((pattern, place) -> lower.put(key(pattern), place));
        entries = Map.copyOf(lower);
    }

    /** All parts, by their name. */
    static Map<String, PlaceMap> shipped() {
        try (InputStream json = Objects.requireNonNull(PlaceMap.class.getResourceAsStream(SHIPPED), SHIPPED)) {
            Map<String, Map<String, String>> parts = new ObjectMapper().readValue(json, new TypeReference<>() {});
            Map<String, PlaceMap> maps = new HashMap<>();
            parts.forEach((name, entries) -> maps.put(name, new PlaceMap(entries)));
            return Map.copyOf(maps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the text stands for. */
    Optional<String> find(String text) {
        String key = key(text);
        return entries.keySet().stream()
                .filter(pattern -> matches(pattern, key))
                .max((one, other) -> one.length() == other.length()
                        ? one.compareTo(other)
                        : Integer.compare(one.length(), other.length()))
                .map(entries::get);
    }

    private static boolean matches(String pattern, String text) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(text);
        }
        String before = pattern.substring(0, star);
        String behind = pattern.substring(star + 1);
        return text.length() >= before.length() + behind.length() && text.startsWith(before) && text.endsWith(behind);
    }

    private static String key(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-");
    }
}
