package dev.forewarn.observability;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** One value of one series; its name is the label {@link #NAME}. */
record Sample(Map<String, String> labels, double value) {

    static final String NAME = "__name__";

    Sample {
        labels = Map.copyOf(labels);
    }

    String name() {
        return labels.getOrDefault(NAME, "");
    }

    Sample with(double other) {
        return new Sample(labels, other);
    }

    /** As a function's result has it: of no name. */
    Sample unnamed() {
        Map<String, String> rest = new HashMap<>(labels);
        rest.remove(NAME);
        return new Sample(rest, value);
    }

    Map<String, String> only(Collection<String> kept) {
        Map<String, String> rest = new HashMap<>(labels);
        rest.keySet().retainAll(kept);
        return rest;
    }
}
