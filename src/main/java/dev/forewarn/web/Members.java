package dev.forewarn.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reads the members of an object one by one and keeps every fault, so that all of them are told at once. */
public final class Members {

    private static final int MAX_FAULTS = 100;

    private final ObjectNode object;
    private final List<Problem.Fault> faults = new ArrayList<>();

    public Members(ObjectNode object) {
        this.object = object;
    }

    /**
     * A text; empty if there is none or it is wrong.
     *
     * @param parse throws {@link IllegalArgumentException} saying what is wrong
     */
    public <T> Optional<T> value(String name, Function<String, T> parse) {
        return member(name).flatMap(value -> parsed(pointer(name), value, parse));
    }

    /** As {@link #value}, but its absence is a fault. */
    public <T> Optional<T> required(String name, Function<String, T> parse) {
        if (member(name).isEmpty()) {
            refuse(name, "is required");
        }
        return value(name, parse);
    }

    /** A list of texts, without repetitions; empty if there is none. */
    public <T> List<T> values(String name, int max, Function<String, T> parse) {
        return member(name).map(list -> values(name, list, max, parse)).orElse(List.of());
    }

    private <T> List<T> values(String name, JsonNode list, int max, Function<String, T> parse) {
        if (!list.isArray()) {
            refuse(name, "must be a list of texts, is " + JsonBody.named(list));
            return List.of();
        }
        if (list.size() > max) {
            refuse(name, "has " + list.size() + " values; at most " + max + " are allowed");
            return List.of();
        }
        return IntStream.range(0, list.size())
                .mapToObj(i -> parsed(pointer(name) + "/" + i, list.get(i), parse))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** Refuses members of other names: a misspelt filter must not be taken for one left out. */
    public void allow(Collection<String> names) {
        object.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                refuse(name, "is not known; allowed are " + String.join(", ", names));
            }
        });
    }

    /** Whether there is a member of this name, whatever it is. */
    public boolean has(String name) {
        return object.has(name);
    }

    public void refuse(String name, String detail) {
        fault(pointer(name), detail);
    }

    /** Refuses a member of a member. */
    public void refuse(String name, String inner, String detail) {
        fault(pointer(name) + pointer(inner), detail);
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException if anything was wrong
     */
    public void check() {
        if (!faults.isEmpty()) {
            throw ProblemException.unprocessable(faults);
        }
    }

    private Optional<JsonNode> member(String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    private <T> Optional<T> parsed(String pointer, JsonNode value, Function<String, T> parse) {
        if (!value.isTextual()) {
            fault(pointer, "must be a text, is " + JsonBody.named(value));
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(value.textValue()));
        } catch (IllegalArgumentException e) {
            fault(pointer, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void fault(String pointer, String detail) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(Problem.Fault.at(pointer, detail));
        }
    }

    /** A member's JSON pointer (RFC 6901). */
    static String pointer(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
