package dev.forewarn.subscription;

import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;

/** The rows of {@code subscription}; {@link SubscriptionStore} opens the transactions. */
@ApplicationScoped
class Subscriptions implements PanacheRepository<Subscription> {

    Uni<Subscription> named(String publicId) {
        return find("publicId", publicId).firstResult();
    }

    /** Nobody else changes it until the transaction ends. */
    Uni<Subscription> locked(String publicId) {
        return find("publicId", publicId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /** In the order in which they were made. */
    Uni<List<Subscription>> after(long id, int limit) {
        return find("id > ?1 order by id", id).range(0, limit - 1).list();
    }
}
