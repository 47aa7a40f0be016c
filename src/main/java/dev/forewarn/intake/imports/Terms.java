package dev.forewarn.intake.imports;

import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.lifecycle.SubjectId;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How a feed is to be understood.
 *
 * @param name under which its report is kept
 * @param source for whom it speaks
 */
record Terms(String name, Format format, String source, Context context) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    Terms {
        require(isName(name), "the name '" + Labels.shorten(name) + "' does not match " + NAME);
        checkSource(source);
        context.voice().speaker(Optional.empty(), Optional.empty());
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static Terms of(
            String name,
            Format format,
            String source,
            Optional<Authority> authority,
            Optional<String> claimedBy,
            Places places) {
        Voice voice = new Voice(claimedBy.orElse(format.speaker()), authority.orElse(format.authority()));
        return new Terms(name, format, source, new Context(places, voice));
    }

    /**
     * A map from texts like {@code Azure=azure}.
     *
     * @throws IllegalArgumentException if one is not of that form
     */
    static Map<String, String> map(List<String> pairs, Consumer<String> check) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.lastIndexOf('=');
            require(equals > 0, "'" + Labels.shorten(pair) + "' is not of the form what=name");
            String name = pair.substring(equals + 1).strip();
            check.accept(name);
            map.put(pair.substring(0, equals).strip(), name);
        }
        return map;
    }

    /** What a channel and a provider are called alike. */
    static void checkSlug(String slug) {
        new SubjectId(slug, "any");
    }

    private static void checkSource(String source) {
        new EventRef(source, "any", Instant.EPOCH);
        require(!URI.create(source).toString().isBlank(), "source is empty");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
