package dev.forewarn.access;

import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * What was created under a client's {@link IdempotencyKey}, for 24 hours.
 *
 * <p>A claim is the first thing in its transaction: whoever waits here for another request with the same key then holds
 * nothing that this other request may want.
 */
@ApplicationScoped
public class Idempotency {

    private static final Duration KEPT = Duration.ofHours(24);

    // One statement, so that of two requests at once the second waits here and then sees what the first has created.
    // An owner that is just being erased gives no row.
    private static final String CLAIM =
            """
            insert into idempotency as kept (owner_id, key, digest, created, at)
            select id, :key, :digest, :created, :now from owner where id = :owner for key share
            on conflict (owner_id, key) do update set
                digest = case when kept.at <= :expired then excluded.digest else kept.digest end,
                created = case when kept.at <= :expired then excluded.created else kept.created end,
                at = case when kept.at <= :expired then excluded.at else kept.at end
            returning kept.digest, kept.created
            """;

    // More than a claim adds, so that the table stays as small as a day's claims without a job of its own.
    private static final String FORGET =
            """
            delete from idempotency where (owner_id, key) in (
                select owner_id, key from idempotency where at <= :expired
                order by at limit 10 for update skip locked)
            """;

    private final InstantSource clock;

    Idempotency(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Claims the key for what is about to be created, in the caller's transaction.
     *
     * @return empty: go on, and create it under {@code publicId}; else the public id of what was created before
     * @throws ProblemException (as failure; 422) if the key was used with another path or body
     */
    public Uni<Optional<String>> claim(long owner, Optional<IdempotencyKey> key, String publicId) {
        return key.map(given -> claim(owner, given, publicId))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** What to say if that which was created before is there no longer. */
    public static ProblemException gone() {
        return Problem.of(
                        Status.CONFLICT,
                        "What was created under this " + IdempotencyKey.HEADER + " is there no longer; use another.")
                .exception();
    }

    private Uni<Optional<String>> claim(long owner, IdempotencyKey key, String publicId) {
        Instant now = clock.instant();
        Instant expired = now.minus(KEPT);
        return Panache.getSession().chain(session -> session.createNativeQuery(CLAIM, Object[].class)
                .setParameter("owner", owner)
                .setParameter("key", key.key())
                .setParameter("digest", key.digest())
                .setParameter("created", publicId)
                .setParameter("now", now)
                .setParameter("expired", expired)
                .getResultList()
                .map(rows -> created(rows, key, publicId))
                .call(() -> forget(session, expired)));
    }

    private static Uni<Integer> forget(Mutiny.Session session, Instant expired) {
        return session.createNativeQuery(FORGET)
                .setParameter("expired", expired)
                .executeUpdate();
    }

    private static Optional<String> created(List<Object[]> rows, IdempotencyKey key, String publicId) {
        Object[] row = rows.stream().findFirst().orElseThrow(AuthenticationFailedException::new);
        if (!key.asks((byte[]) row[0])) {
            throw ProblemException.unprocessable(List.of(Problem.Fault.in(
                    IdempotencyKey.HEADER,
                    "was used within a day with another request; use another key for this one")));
        }
        return Optional.of((String) row[1]).filter(created -> !created.equals(publicId));
    }
}
