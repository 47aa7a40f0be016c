package dev.forewarn.subscription;

import java.util.Collection;

/** A set of a vocabulary's words as bits, by their ordinals. */
final class Mask {

    /** Also takes the words that will be added to the vocabulary. */
    static final int ALL = -1;

    private Mask() {}

    // The vocabularies are append-only for this.
    @SuppressWarnings("EnumOrdinal")
    static int of(Enum<?> word) {
        return 1 << word.ordinal();
    }

    /** A filter's mask: one that is left out takes all. */
    static int of(Collection<? extends Enum<?>> filter) {
        return filter.isEmpty() ? ALL : filter.stream().mapToInt(Mask::of).reduce(0, (a, b) -> a | b);
    }
}
