package dev.forewarn.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A value of an event's data and where it stands; whatever it is not is a {@link Fault} that says so. */
record Member(JsonNode node, String pointer) {

    /** A member that has to be there. */
    Member required(String name) {
        return optional(name).orElseThrow(() -> new Fault(pointer + "/" + name, "is missing"));
    }

    /** A member that may be left out, or null. */
    Optional<Member> optional(String name) {
        if (!node.isObject()) {
            throw new Fault(pointer, "is not an object");
        }
        return Optional.ofNullable(node.get(name))
                .filter(value -> !value.isNull())
                .map(value -> new Member(value, pointer + "/" + name));
    }

    String text() {
        return as(Function.identity());
    }

    /** The text, read as something else. */
    <T> T as(Function<String, T> reader) {
        if (!node.isTextual()) {
            throw new Fault(pointer, "is not a text");
        }
        return make(() -> reader.apply(node.textValue()));
    }

    /** The texts of a list, each read as something else. */
    <T> List<T> list(Function<String, T> reader) {
        if (!node.isArray()) {
            throw new Fault(pointer, "is not a list");
        }
        return IntStream.range(0, node.size())
                .mapToObj(i -> new Member(node.get(i), pointer + "/" + i).as(reader))
                .toList();
    }

    /** A value that checks itself; what it refuses is a fault of this member. */
    <T> T make(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Fault(pointer, String.valueOf(e.getMessage()));
        }
    }
}
