package dev.forewarn.subscription;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The rows of {@code subscription}; {@link SubscriptionStore} and {@link SubscriptionControl} open the transactions. */
@ApplicationScoped
class Subscriptions implements PanacheRepository<Subscription> {

    private static final String KEY =
            """
            select id from subscription
            where public_id = :publicId and (cast(:owner as bigint) is null or owner_id = cast(:owner as bigint))""";

    private static final String FORGET_LANE = "delete from lane where subscription_id = :id";
    private static final String FORGET_WAITING = "delete from waiting where subscription_id = :id";
    private static final String FORGET_TROUBLE = "delete from trouble where subscription_id = :id";

    /** A lane that is leased looks for itself when it is given back. */
    private static final String GO_ON =
            """
            update lane set next_at = case when leased then next_at else cast(:now as timestamptz) end
            where subscription_id = :id and next_at is not null""";

    /** Which row it is; fails with a problem, 404, if there is none that this owner may see. */
    Uni<Long> key(String publicId, Optional<Long> owner) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(KEY, Long.class)
                        .setParameter("publicId", PublicId.checked(publicId))
                        .setParameter("owner", owner.orElse(null))
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(PublicId::unknown);
    }

    Uni<Subscription> named(String publicId, Optional<Long> owner) {
        return key(publicId, owner).flatMap(this::findById).onItem().ifNull().failWith(PublicId::unknown);
    }

    /** Nobody else changes it until the transaction ends. */
    Uni<Subscription> locked(String publicId, Optional<Long> owner) {
        return key(publicId, owner).flatMap(this::locked);
    }

    Uni<Subscription> locked(long key) {
        return findById(key, LockModeType.PESSIMISTIC_WRITE).onItem().ifNull().failWith(PublicId::unknown);
    }

    /** In the order in which they were made. */
    Uni<List<Subscription>> after(long key, Collection<String> states, int limit) {
        return find("id > ?1 and state in ?2 order by id", key, states)
                .range(0, limit - 1)
                .list();
    }

    Uni<List<Subscription>> after(long owner, long key, Collection<String> states, int limit) {
        return find("ownerId = ?1 and id > ?2 and state in ?3 order by id", owner, key, states)
                .range(0, limit - 1)
                .list();
    }

    /** To be called before the subscription is locked: all who lock these rows do it in this order. */
    Uni<Void> forgetAllAround(long key) {
        return execute(FORGET_LANE, key)
                .chain(() -> execute(FORGET_WAITING, key))
                .chain(() -> forgetTrouble(key));
    }

    /** As {@link #forgetAllAround}. */
    Uni<Void> letGoOn(long key, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(GO_ON)
                        .setParameter("id", key)
                        .setParameter("now", now)
                        .executeUpdate())
                .chain(() -> forgetTrouble(key));
    }

    private static Uni<Void> forgetTrouble(long key) {
        return execute(FORGET_TROUBLE, key).replaceWithVoid();
    }

    private static Uni<Integer> execute(String statement, long key) {
        return Panache.getSession().chain(session -> session.createNativeQuery(statement)
                .setParameter("id", key)
                .executeUpdate());
    }
}
