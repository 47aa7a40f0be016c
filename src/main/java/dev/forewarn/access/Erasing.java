package dev.forewarn.access;

import dev.forewarn.web.PublicId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Erases an owner, in the caller's transaction: its keys, its subscriptions and what waits for them. What was sent to
 * them is too much for one transaction: it is erased by a job, which finds in {@code erasure} what is deleted here.
 */
@ApplicationScoped
class Erasing {

    // Whoever is just giving it a subscription or a key ends first, or finds that it is gone.
    private static final String LOCK = "select id from owner where public_id = :owner for update";

    // In the order in which everybody locks: lanes, what waits, subscriptions; each in the order of the ids.
    private static final List<String> STATEMENTS = List.of(
            """
            delete from lane where subscription_id in (
                select subscription_id from lane
                where subscription_id in (select id from subscription where owner_id = :owner)
                order by subscription_id
                for update)
            """,
            "delete from waiting where subscription_id in (select id from subscription where owner_id = :owner)",
            """
            delete from subscription where id in (
                select id from subscription where owner_id = :owner order by id for update)
            """,
            "delete from owner where id = :owner");

    /** The owner's number, if there is one; nobody gives it anything until the transaction ends. */
    Uni<Optional<Long>> lock(String publicId) {
        return PublicId.isOne(publicId) ? locked(publicId) : Uni.createFrom().item(Optional.empty());
    }

    private static Uni<Optional<Long>> locked(String publicId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LOCK, Long.class)
                        .setParameter("owner", publicId)
                        .getResultList())
                .map(found -> found.stream().findFirst());
    }

    Uni<Void> erase(long owner) {
        return STATEMENTS.stream()
                .map(statement -> Uni.createFrom().deferred(() -> executed(statement, owner)))
                .reduce((first, next) -> first.chain(() -> next))
                .orElseThrow()
                .replaceWithVoid();
    }

    private static Uni<Integer> executed(String statement, long owner) {
        return Panache.getSession().chain(session -> session.createNativeQuery(statement)
                .setParameter("owner", owner)
                .executeUpdate());
    }
}
