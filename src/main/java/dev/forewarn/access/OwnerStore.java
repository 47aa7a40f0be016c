package dev.forewarn.access;

import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import dev.forewarn.web.PublicId;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Keeps the owners. Each method is one unit of work. */
@ApplicationScoped
class OwnerStore {

    private final Owners owners;
    private final Idempotency idempotency;
    private final Erasing erasing;
    private final InstantSource clock;

    OwnerStore(Owners owners, Idempotency idempotency, Erasing erasing, InstantSource clock) {
        this.owners = owners;
        this.idempotency = idempotency;
        this.erasing = erasing;
        this.clock = clock;
    }

    /** @param creator under whose name the idempotency key counts */
    @WithTransaction
    Uni<Created<OwnerView>> create(String name, long creator, Optional<IdempotencyKey> key) {
        String publicId = PublicId.random("own_");
        return idempotency.claim(creator, key, publicId).chain(before -> before.map(this::again)
                .orElseGet(() -> make(publicId, name)));
    }

    private Uni<Created<OwnerView>> again(String publicId) {
        return owners.named(publicId)
                .onItem()
                .ifNull()
                .failWith(Idempotency::gone)
                .map(owner -> Created.before(OwnerView.of(owner)));
    }

    private Uni<Created<OwnerView>> make(String publicId, String name) {
        return owners.persist(new Owner(publicId, name, now())).map(owner -> Created.now(OwnerView.of(owner)));
    }

    @WithSession
    Uni<OwnerView> get(String publicId) {
        return found(owners.named(publicId)).map(OwnerView::of);
    }

    /** An owner and its place in the list. */
    record Listed(long place, OwnerView view) {}

    @WithSession
    Uni<List<Listed>> list(long after, int limit) {
        return owners.after(after, limit).map(OwnerStore::listed);
    }

    private static List<Listed> listed(List<Owner> found) {
        return found.stream().map(one -> new Listed(one.id, OwnerView.of(one))).toList();
    }

    @WithTransaction
    Uni<OwnerView> rename(String publicId, String name) {
        return found(owners.locked(publicId)).invoke(owner -> owner.name = name).map(OwnerView::of);
    }

    /** With all that belongs to it. */
    @WithTransaction
    Uni<Void> erase(String publicId) {
        return erasing.lock(publicId)
                .map(id -> id.orElseThrow(OwnerStore::unknown))
                .invoke(OwnerStore::refuseOperators)
                .chain(erasing::erase);
    }

    private static void refuseOperators(long id) {
        if (id == Caller.OPERATORS) {
            throw Problem.of(Status.CONFLICT, "The owner of what operators make can't be erased.")
                    .exception();
        }
    }

    private static Uni<Owner> found(Uni<Owner> owner) {
        return owner.onItem().ifNull().failWith(OwnerStore::unknown);
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("such owner");
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
