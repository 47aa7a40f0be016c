package dev.forewarn.access;

import java.util.List;

/** What a key allows, for {@code @RolesAllowed}. A key has one. */
public final class Role {

    /** Runs the service: may do everything. */
    public static final String OPERATOR = "operator";

    /** Registers webhooks and sees what they were sent, of its owner alone. */
    public static final String SUBSCRIBER = "subscriber";

    /** Publishes events for the sources and providers that its key lists. */
    public static final String PUBLISHER = "publisher";

    static final List<String> ALL = List.of(SUBSCRIBER, PUBLISHER, OPERATOR);

    private Role() {}

    /**
     * One of them.
     *
     * @throws IllegalArgumentException naming those that there are
     */
    static String parse(String word) {
        if (!ALL.contains(word)) {
            throw new IllegalArgumentException("is not one of " + String.join(", ", ALL));
        }
        return word;
    }
}
