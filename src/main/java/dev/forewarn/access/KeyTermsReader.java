package dev.forewarn.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.web.Members;
import dev.forewarn.web.ProblemException;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Reads what a key shall be. */
@Singleton
class KeyTermsReader {

    private static final List<String> OF_PUBLISHERS = List.of("sources", "providers", "authority");
    private static final List<String> MEMBERS =
            List.of("name", "role", "owner", "sources", "providers", "authority", "expiresAt");
    private static final int MAX_VALUES = 100;

    /** The last that RFC 3339 can write. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final InstantSource clock;

    KeyTermsReader(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The terms in a body.
     *
     * @throws ProblemException with a pointer to every fault
     */
    KeyTerms read(ObjectNode body) {
        Members members = new Members(body);
        members.allow(MEMBERS);
        Optional<String> name = members.required("name", Label::parse);
        Optional<String> role = members.required("role", Role::parse);
        Optional<String> owner = members.value("owner", Label::parse);
        Optional<Instant> expiresAt = members.value("expiresAt", this::expiry);
        Bounds bounds = role.map(given -> bounds(members, given)).orElse(Bounds.SILENT);
        members.check();
        return new KeyTerms(name.orElseThrow(), role.orElseThrow(), owner, bounds, expiresAt);
    }

    private static Bounds bounds(Members members, String role) {
        if (role.equals(Role.PUBLISHER)) {
            return new Bounds(
                    some(members, "sources", members.values("sources", MAX_VALUES, Bounds::source)),
                    some(members, "providers", members.values("providers", MAX_VALUES, Bounds::provider)),
                    members.required("authority", Bounds::authority));
        }
        OF_PUBLISHERS.stream().filter(members::has).forEach(name -> members.refuse(name, "is for publishers only"));
        return Bounds.SILENT;
    }

    private static List<String> some(Members members, String name, List<String> values) {
        if (values.isEmpty()) {
            members.refuse(name, "must have a value at least: a publisher speaks for somebody");
        }
        return values;
    }

    private Instant expiry(String text) {
        Instant expiry = instant(text);
        if (!expiry.isAfter(clock.instant()) || expiry.isAfter(LAST)) {
            throw new IllegalArgumentException("must be in the future, and before the year 10000");
        }
        return expiry.truncatedTo(ChronoUnit.MILLIS);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be an instant, such as 2027-01-31T00:00:00Z");
        }
    }
}
