package dev.forewarn.subscription;

import dev.forewarn.web.Problem;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;

/** How much of the registry an owner may take up. */
@Singleton
final class Owners {

    /** One after the other, so that two of them can't both be the last one. Keys and subscriptions may refer to it. */
    private static final String LOCK = "select public_id from owner where id = :id for no key update";

    private static final String COUNT = "select count(*) from subscription where owner_id = :id";
    private static final String KEY = "select id from owner where public_id = :publicId";

    private final SubscriptionSettings settings;

    Owners(SubscriptionSettings settings) {
        this.settings = settings;
    }

    /** The owner, whom nobody else may add to until the transaction ends; fails with a problem if it has enough. */
    Uni<Owner> withRoom(long id) {
        return locked(id).call(owner -> count(id).invoke(this::check));
    }

    private static Uni<Owner> locked(long id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LOCK, String.class)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(AuthenticationFailedException::new)
                .map(publicId -> new Owner(id, publicId));
    }

    private static Uni<Long> count(long id) {
        return Panache.getSession().chain(session -> session.createNativeQuery(COUNT, Long.class)
                .setParameter("id", id)
                .getSingleResult());
    }

    private void check(long count) {
        if (count >= settings.maxPerOwner()) {
            throw Problem.of(Status.CONFLICT, "An owner may have at most " + settings.maxPerOwner() + " subscriptions.")
                    .exception();
        }
    }

    /** Which row it is. */
    Uni<Optional<Long>> key(String publicId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(KEY, Long.class)
                        .setParameter("publicId", publicId)
                        .getSingleResultOrNull())
                .map(Optional::ofNullable);
    }
}
