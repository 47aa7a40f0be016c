package dev.forewarn.access;

/** What is counted here. */
final class AccessMetrics {

    /** Requests that showed a key or a token, by {@link #OUTCOME}. */
    static final String AUTHENTICATION = "forewarn.access.authentication";

    /** Changes of owners and keys, by {@link #OUTCOME}. */
    static final String REGISTRY = "forewarn.access.registry";

    /** Requests refused because their key has made too many. */
    static final String LIMITED = "forewarn.access.limited";

    static final String OUTCOME = "outcome";

    static final String ADMIN = "admin";
    static final String KEY = "key";
    static final String TOKEN = "token";
    static final String SESSION = "session";
    static final String UNKNOWN = "unknown";
    static final String UNAVAILABLE = "unavailable";

    static final String OWNER_CREATED = "owner_created";
    static final String OWNER_RENAMED = "owner_renamed";
    static final String OWNER_ERASED = "owner_erased";
    static final String KEY_ISSUED = "key_issued";
    static final String KEY_REVOKED = "key_revoked";
    static final String REPEATED = "repeated";
    static final String REFUSED = "refused";

    private AccessMetrics() {}
}
