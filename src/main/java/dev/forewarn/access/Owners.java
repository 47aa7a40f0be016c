package dev.forewarn.access;

import dev.forewarn.web.PublicId;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;

/** The rows of {@code owner}; {@link OwnerStore} opens the transactions. */
@ApplicationScoped
class Owners implements PanacheRepository<Owner> {

    Uni<Owner> named(String publicId) {
        return PublicId.isOne(publicId)
                ? find("publicId", publicId).firstResult()
                : Uni.createFrom().nullItem();
    }

    /** Nobody else changes it, nor counts what it has, until the transaction ends. */
    Uni<Owner> locked(String publicId) {
        return PublicId.isOne(publicId)
                ? find("publicId", publicId)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .firstResult()
                : Uni.createFrom().nullItem();
    }

    Uni<Owner> locked(long id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    /** In the order in which they were made. */
    Uni<List<Owner>> after(long id, int limit) {
        return find("id > ?1 order by id", id).range(0, limit - 1).list();
    }
}
