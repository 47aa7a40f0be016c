package dev.forewarn.access;

/** What a key allows, for {@code @RolesAllowed}. */
public final class Role {

    /** Runs the service: may do everything. */
    public static final String OPERATOR = "operator";

    private Role() {}
}
