package dev.forewarn.subscription;

import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Members;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For how long the secret before a new one signs beside it. */
final class Overlap {

    private static final String MEMBER = "overlap";
    private static final Duration DEFAULT = Duration.ofDays(1);
    private static final Duration MAX = Duration.ofDays(7);

    private Overlap() {}

    /**
     * What a body asks for; an empty one leaves it open.
     *
     * @throws dev.forewarn.web.ProblemException saying what is allowed
     */
    static Duration read(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return DEFAULT;
        }
        Members members = new Members(JsonBody.object(body));
        members.allow(List.of(MEMBER));
        Duration overlap = members.value(MEMBER, Overlap::parse).orElse(DEFAULT);
        members.check();
        return overlap;
    }

    private static Duration parse(String text) {
        Duration overlap = duration(text);
        if (overlap.isNegative() || overlap.compareTo(MAX) > 0) {
            throw wrong();
        }
        return overlap;
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw wrong();
        }
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("must be a duration of ISO 8601 from PT0S to P7D, such as P1D");
    }
}
