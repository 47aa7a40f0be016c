package dev.forewarn.access;

/** What is counted here. */
final class AccessMetrics {

    /** Requests with a key that is not known. */
    static final String REFUSED_KEYS = "forewarn.access.refused.keys";

    private AccessMetrics() {}
}
