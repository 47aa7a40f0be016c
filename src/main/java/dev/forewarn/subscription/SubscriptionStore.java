package dev.forewarn.subscription;

import dev.forewarn.access.Idempotency;
import dev.forewarn.access.IdempotencyKey;
import dev.forewarn.web.ProblemException;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Keeps the registry. Each method is one unit of work; whatever is not the given owner's is not there. */
@ApplicationScoped
class SubscriptionStore {

    private final Subscriptions subscriptions;
    private final Owners owners;
    private final Idempotency idempotency;
    private final Seals seals;
    private final SubscriptionMetrics metrics;
    private final InstantSource clock;

    SubscriptionStore(
            Subscriptions subscriptions,
            Owners owners,
            Idempotency idempotency,
            Seals seals,
            SubscriptionMetrics metrics,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.owners = owners;
        this.idempotency = idempotency;
        this.seals = seals;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What somebody wants to be registered; the secret is of use only if it was not registered before. */
    record Wanted(long owner, Terms terms, Secret secret, Optional<IdempotencyKey> key) {}

    /**
     * What has come of it.
     *
     * @param before whether it was registered by an earlier request
     */
    record Registration(SubscriptionView view, boolean before) {}

    @WithTransaction
    Uni<Registration> register(Wanted wanted) {
        String publicId = PublicId.random();
        return idempotency
                .claim(wanted.owner(), wanted.key(), publicId)
                .flatMap(before -> before.map(id -> again(wanted, id)).orElseGet(() -> make(wanted, publicId)));
    }

    private Uni<Registration> again(Wanted wanted, String publicId) {
        return subscriptions
                .named(publicId, Optional.of(wanted.owner()))
                .onFailure(ProblemException.class)
                .transform(failure -> Idempotency.gone())
                .map(subscription -> new Registration(view(subscription), true));
    }

    private Uni<Registration> make(Wanted wanted, String publicId) {
        return owners.withRoom(wanted.owner())
                .map(owner -> new Subscription(owner, publicId, wanted.terms(), seals, wanted.secret(), now()))
                .flatMap(subscriptions::persist)
                .invoke(() -> metrics.entered(State.UNVERIFIED, 1))
                .map(subscription -> new Registration(view(subscription), false));
    }

    @WithSession
    Uni<SubscriptionView> get(String publicId, Optional<Long> owner) {
        return subscriptions.named(publicId, owner).map(this::view);
    }

    /** A subscription and its place in the list. */
    record Listed(long place, SubscriptionView view) {}

    /** One more than the limit, if there are more. */
    @WithSession
    Uni<List<Listed>> list(Listing listing, Optional<Long> owner) {
        return listing.owner()
                .map(name -> owners.key(name).flatMap(named -> list(listing, owner, named)))
                .orElseGet(() -> page(listing, owner))
                .map(this::listed);
    }

    /** Of nobody, if it is another owner than the one that may be seen. */
    private Uni<List<Subscription>> list(Listing listing, Optional<Long> seen, Optional<Long> named) {
        return named.filter(id -> seen.map(id::equals).orElse(true))
                .map(id -> page(listing, Optional.of(id)))
                .orElseGet(() -> Uni.createFrom().item(List.of()));
    }

    private Uni<List<Subscription>> page(Listing listing, Optional<Long> owner) {
        int most = listing.limit() + 1;
        return owner.map(id -> subscriptions.after(id, listing.after(), listing.states(), most))
                .orElseGet(() -> subscriptions.after(listing.after(), listing.states(), most));
    }

    private List<Listed> listed(List<Subscription> found) {
        return found.stream().map(one -> new Listed(one.id, view(one))).toList();
    }

    /** What stands, with the values of the headers, which are shown to nobody. */
    record Standing(TermsView terms, Headers headers) {}

    /**
     * Gives it other terms.
     *
     * @param change gives the new terms for those that stand, and may refuse to
     */
    @WithTransaction
    Uni<SubscriptionView> change(String publicId, Optional<Long> owner, Function<Standing, Terms> change) {
        return subscriptions
                .locked(publicId, owner)
                .invoke(subscription -> say(subscription, change))
                .map(this::view);
    }

    private void say(Subscription subscription, Function<Standing, Terms> change) {
        State before = subscription.state();
        Standing standing = new Standing(TermsView.of(subscription), headers(subscription));
        subscription.say(change.apply(standing), seals, now());
        if (subscription.state() != before) {
            metrics.entered(subscription.state(), 1);
        }
    }

    /** With all that waits for it. */
    @WithTransaction
    Uni<Void> delete(String publicId, Optional<Long> owner) {
        return subscriptions
                .key(publicId, owner)
                .call(subscriptions::forgetAllAround)
                .flatMap(subscriptions::locked)
                .chain(subscriptions::delete);
    }

    private SubscriptionView view(Subscription subscription) {
        return SubscriptionView.of(subscription, headers(subscription));
    }

    private Headers headers(Subscription subscription) {
        return seals.headers(subscription.headers, subscription.publicId);
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
