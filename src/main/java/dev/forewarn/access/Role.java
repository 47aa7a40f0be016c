package dev.forewarn.access;

/** What a key allows, for {@code @RolesAllowed}. */
public final class Role {

    /** Runs the service: may do everything. */
    public static final String OPERATOR = "operator";

    /** Registers webhooks and sees what they were sent, of its owner alone. */
    public static final String SUBSCRIBER = "subscriber";

    /** Publishes events for the sources and providers that its key lists. */
    public static final String PUBLISHER = "publisher";

    private Role() {}
}
