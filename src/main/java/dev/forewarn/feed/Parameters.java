package dev.forewarn.feed;

import dev.forewarn.web.ProblemException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The query of a request, read strictly: a filter that is misspelt or can't be understood is refused, for leaving it out
 * would answer more than was asked for.
 */
final class Parameters {

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

    private final MultivaluedMap<String, String> values;

    private Parameters(MultivaluedMap<String, String> values) {
        this.values = values;
    }

    /** @throws dev.forewarn.web.ProblemException naming a parameter that is not among those allowed */
    static Parameters of(UriInfo uri, List<String> allowed) {
        return of(uri.getQueryParameters(), allowed);
    }

    /** The same, of a form: a field that was left empty says nothing. */
    static Parameters filled(UriInfo uri, List<String> allowed) {
        MultivaluedMap<String, String> filled = new MultivaluedHashMap<>();
        uri.getQueryParameters()
                .forEach((name, values) ->
                        values.stream().filter(value -> !value.isBlank()).forEach(value -> filled.add(name, value)));
        return of(filled, allowed);
    }

    private static Parameters of(MultivaluedMap<String, String> values, List<String> allowed) {
        values.keySet().stream()
                .filter(name -> !allowed.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw ProblemException.parameter(
                            name, "is not known here; there are " + String.join(", ", allowed));
                });
        return new Parameters(values);
    }

    /** The value of a parameter that may be given once. */
    <T> Optional<T> one(String name, Function<String, T> reader) {
        List<String> given = given(name);
        if (given.size() > 1) {
            throw ProblemException.parameter(name, "is given more than once");
        }
        return given.stream().findFirst().map(text -> read(name, reader, text));
    }

    /** The values of a parameter that may be repeated, each once. */
    <T> List<T> all(String name, Function<String, T> reader) {
        return given(name).stream()
                .map(text -> read(name, reader, text))
                .distinct()
                .toList();
    }

    /** A whole number from {@code least} to {@code most}. */
    int whole(String name, int least, int most, int otherwise) {
        return one(name, text -> whole(text, least, most)).orElse(otherwise);
    }

    /** How many items a page is to hold. */
    int limit(FeedSettings settings) {
        int most = settings.maxLimit();
        return whole("limit", 1, most, Math.min(settings.defaultLimit(), most));
    }

    private List<String> given(String name) {
        return values.getOrDefault(name, List.of());
    }

    private static int whole(String text, int least, int most) {
        int number = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw new IllegalArgumentException("must be a whole number from " + least + " to " + most);
        }
        return number;
    }

    private static <T> T read(String name, Function<String, T> reader, String text) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw ProblemException.parameter(name, String.valueOf(e.getMessage()));
        }
    }
}
