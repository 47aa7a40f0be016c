package dev.forewarn.access;

import dev.forewarn.web.PublicId;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The rows of {@code api_key}, with their owners; {@link KeyStore} opens the transactions. */
@ApplicationScoped
class Keys implements PanacheRepository<AccessKey> {

    Uni<AccessKey> named(String publicId) {
        return PublicId.isOne(publicId)
                ? find("from AccessKey k join fetch k.owner where k.publicId = ?1", publicId)
                        .firstResult()
                : Uni.createFrom().nullItem();
    }

    /**
     * In the order in which they were made.
     *
     * @param owner empty: everybody's
     */
    Uni<List<AccessKey>> after(long id, Optional<Long> owner, int limit) {
        return owner.map(whose -> of(whose, id, limit)).orElseGet(() -> all(id, limit));
    }

    /** Of an owner, those that it may manage itself. */
    Uni<List<AccessKey>> ofSubscriber(long owner, long id, int limit) {
        String query =
                "from AccessKey k join fetch k.owner where k.owner.id = ?1 and k.id > ?2 and k.role = ?3 order by k.id";
        return find(query, owner, id, Role.SUBSCRIBER).range(0, limit - 1).list();
    }

    Uni<Long> countOf(Owner owner) {
        return count("owner.id", owner.id);
    }

    private Uni<List<AccessKey>> of(long owner, long id, int limit) {
        String query = "from AccessKey k join fetch k.owner where k.owner.id = ?1 and k.id > ?2 order by k.id";
        return find(query, owner, id).range(0, limit - 1).list();
    }

    private Uni<List<AccessKey>> all(long id, int limit) {
        return find("from AccessKey k join fetch k.owner where k.id > ?1 order by k.id", id)
                .range(0, limit - 1)
                .list();
    }
}
