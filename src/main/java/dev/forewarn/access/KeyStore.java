package dev.forewarn.access;

import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import dev.forewarn.web.PublicId;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps the keys. Each method is one unit of work. Operators see all keys; others those of their owner that subscribe,
 * which are all that they could make.
 */
@ApplicationScoped
class KeyStore {

    private final Keys keys;
    private final Owners owners;
    private final Idempotency idempotency;
    private final AccessSettings settings;
    private final InstantSource clock;

    KeyStore(Keys keys, Owners owners, Idempotency idempotency, AccessSettings settings, InstantSource clock) {
        this.keys = keys;
        this.owners = owners;
        this.idempotency = idempotency;
        this.settings = settings;
        this.clock = clock;
    }

    @WithTransaction
    Uni<Created<KeyView>> issue(Caller caller, KeyTerms terms, byte[] digest, Optional<IdempotencyKey> key) {
        String publicId = PublicId.random("key_");
        return idempotency.claim(caller.owner(), key, publicId).chain(before -> before.map(this::again)
                .orElseGet(() -> make(publicId, caller, terms, digest)));
    }

    private Uni<Created<KeyView>> again(String publicId) {
        return keys.named(publicId)
                .onItem()
                .ifNull()
                .failWith(Idempotency::gone)
                .map(key -> Created.before(KeyView.of(key)));
    }

    private Uni<Created<KeyView>> make(String publicId, Caller caller, KeyTerms terms, byte[] digest) {
        return owner(caller, terms)
                .call(owner -> keys.countOf(owner).invoke(this::refuseMore))
                .chain(owner -> keys.persist(new AccessKey(publicId, owner, terms, digest, now())))
                .map(key -> Created.now(KeyView.of(key)));
    }

    /** Locked, so that two requests can't both take the last place. */
    private Uni<Owner> owner(Caller caller, KeyTerms terms) {
        return terms.owner()
                .map(named -> owners.locked(named)
                        .map(owner -> sees(caller, owner) ? owner : null)
                        .onItem()
                        .ifNull()
                        .failWith(KeyStore::noSuchOwner))
                .orElseGet(() ->
                        owners.locked(caller.owner()).onItem().ifNull().failWith(AuthenticationFailedException::new));
    }

    private static boolean sees(Caller caller, Owner owner) {
        return owner != null && caller.sees().map(owner.id::equals).orElse(true);
    }

    private void refuseMore(long count) {
        if (count >= settings.maxKeys()) {
            throw Problem.of(
                            Status.CONFLICT,
                            "An owner may have " + settings.maxKeys() + " keys, and has them; revoke one first.")
                    .exception();
        }
    }

    private static ProblemException noSuchOwner() {
        return ProblemException.unprocessable(List.of(Problem.Fault.at("/owner", "there is no such owner")));
    }

    @WithSession
    Uni<KeyView> get(Caller caller, String publicId) {
        return found(caller, publicId).map(KeyView::of);
    }

    /** A key and its place in the list. */
    record Listed(long place, KeyView view) {}

    /** @param owner a public id; empty: of all that the caller sees */
    @WithSession
    Uni<List<Listed>> list(Caller caller, Optional<String> owner, long after, int limit) {
        return owner.map(named -> owners.named(named)
                        .chain(found -> sees(caller, found)
                                ? of(caller, Optional.of(found.id), after, limit)
                                : Uni.createFrom().item(List.<AccessKey>of())))
                .orElseGet(() -> of(caller, Optional.empty(), after, limit))
                .map(KeyStore::listed);
    }

    private Uni<List<AccessKey>> of(Caller caller, Optional<Long> owner, long after, int limit) {
        return caller.operator() ? keys.after(after, owner, limit) : keys.ofSubscriber(caller.owner(), after, limit);
    }

    private static List<Listed> listed(List<AccessKey> found) {
        return found.stream().map(one -> new Listed(one.id, KeyView.of(one))).toList();
    }

    /** Whoever shows the key from now on is refused. */
    @WithTransaction
    Uni<Void> revoke(Caller caller, String publicId) {
        return found(caller, publicId)
                .chain(key -> keys.delete("id", key.id))
                .invoke(KeyStore::requireOne)
                .replaceWithVoid();
    }

    private static void requireOne(long revoked) {
        if (revoked == 0) {
            throw unknown();
        }
    }

    private Uni<AccessKey> found(Caller caller, String publicId) {
        return keys.named(publicId)
                .map(key -> key != null && manages(caller, key) ? key : null)
                .onItem()
                .ifNull()
                .failWith(KeyStore::unknown);
    }

    private static boolean manages(Caller caller, AccessKey key) {
        return caller.operator() || (Objects.equals(key.owner.id, caller.owner()) && key.role.equals(Role.SUBSCRIBER));
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("such key");
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
