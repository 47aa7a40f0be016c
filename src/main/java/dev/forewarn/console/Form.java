package dev.forewarn.console;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What somebody has filled in on a page of their session. */
final class Form {

    private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

    private final MultivaluedMap<String, String> fields;

    /** @param fields as they were sent; that they were is checked by {@link Forms} */
    Form(MultivaluedMap<String, String> fields) {
        this.fields = fields;
    }

    /** What stands in a field, without the space around it; empty if nothing does. */
    String text(String name) {
        return Optional.ofNullable(fields.getFirst(name)).map(String::strip).orElse("");
    }

    /** What was ticked under a name. */
    List<String> ticked(String name) {
        return Optional.ofNullable(fields.get(name)).orElse(List.of());
    }

    /** The words in a field, with spaces, commas or line breaks between them. */
    List<String> words(String name) {
        return BETWEEN.splitAsStream(text(name)).filter(word -> !word.isEmpty()).toList();
    }

    /** The lines in a field that hold something. */
    List<String> lines(String name) {
        return text(name)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
