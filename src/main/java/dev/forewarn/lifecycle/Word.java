package dev.forewarn.lifecycle;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A constant of a closed vocabulary; on the wire it is its name in lower case, words joined by {@code _}. */
public interface Word {

    /** The constant's name, as every enum has it. */
    String name();

    /** This constant as it is written in events, notices and queries. */
    default String word() {
        return Words.WRITTEN.computeIfAbsent(this, word -> word.name().toLowerCase(Locale.ROOT));
    }

    /**
     * The constant that {@code word} names.
     *
     * @throws IllegalArgumentException naming the words that are allowed
     */
    static <E extends Enum<E> & Word> E parse(Class<E> vocabulary, String word) {
        return Arrays.stream(vocabulary.getEnumConstants())
                .filter(constant -> constant.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + Text.shorten(word) + "' is not one of " + allowed(vocabulary)));
    }

    /** All words of a vocabulary, for a message to somebody who used another. */
    static <E extends Enum<E> & Word> String allowed(Class<E> vocabulary) {
        return Arrays.stream(vocabulary.getEnumConstants()).map(Word::word).collect(Collectors.joining(", "));
    }
}
