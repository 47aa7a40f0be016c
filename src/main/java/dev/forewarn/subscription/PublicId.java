package dev.forewarn.subscription;

import dev.forewarn.web.ProblemException;

/** What a subscription is called outside: {@code sub_} and 26 random characters of base32. */
final class PublicId {

    private static final String PREFIX = "sub_";

    private PublicId() {}

    static String random() {
        return dev.forewarn.web.PublicId.random(PREFIX);
    }

    /**
     * That id, if it may be asked for: PostgreSQL can't be asked for every text.
     *
     * @throws ProblemException as if it were not there
     */
    static String checked(String id) {
        if (!dev.forewarn.web.PublicId.isOne(id)) {
            throw unknown();
        }
        return id;
    }

    /** Also what is said of another owner's: not even its being there is told. */
    static ProblemException unknown() {
        return ProblemException.notFound("such subscription");
    }
}
