package dev.forewarn.delivery;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a delivery stands, as its owner reads it: it waits, or it has ended in one of the {@link State}s. */
public enum Stage {
    PENDING(-1),
    DELIVERED(State.DELIVERED.ordinal()),
    FAILED(State.FAILED.ordinal()),
    EXPIRED(State.EXPIRED.ordinal()),
    SUPERSEDED(State.SUPERSEDED.ordinal());

    private final int stored;

    Stage(int stored) {
        this.stored = stored;
    }

    /** As statements have it. */
    int stored() {
        return stored;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Stage of(int stored) {
        return Arrays.stream(values())
                .filter(stage -> stage.stored == stored)
                .findFirst()
                .orElseThrow();
    }

    static Optional<Stage> parse(String word) {
        return Arrays.stream(values())
                .filter(stage -> stage.word().equals(word))
                .findFirst();
    }

    static String allowed() {
        return Arrays.stream(values()).map(Stage::word).collect(Collectors.joining(", "));
    }
}
