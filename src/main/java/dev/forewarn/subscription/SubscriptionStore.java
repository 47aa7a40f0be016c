package dev.forewarn.subscription;

import dev.forewarn.web.ProblemException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/** Keeps the registry. Each method is one unit of work. */
@ApplicationScoped
class SubscriptionStore {

    private static final String NO_LANE = "delete from lane where subscription_id = :id";
    private static final String NOTHING_WAITING = "delete from waiting where subscription_id = :id";

    private final Subscriptions subscriptions;
    private final SecretSealer sealer;
    private final InstantSource clock;

    SubscriptionStore(Subscriptions subscriptions, SecretSealer sealer, InstantSource clock) {
        this.subscriptions = subscriptions;
        this.sealer = sealer;
        this.clock = clock;
    }

    @WithTransaction
    Uni<SubscriptionView> register(Terms terms, Secret secret) {
        String publicId = PublicId.random();
        byte[] sealed = sealer.seal(secret.key(), publicId);
        return subscriptions
                .persist(new Subscription(publicId, terms, sealed, now()))
                .map(SubscriptionView::of);
    }

    @WithSession
    Uni<SubscriptionView> get(String publicId) {
        return found(subscriptions.named(publicId)).map(SubscriptionView::of);
    }

    @WithSession
    Uni<List<Listed>> list(long after, int limit) {
        return subscriptions.after(after, limit).map(SubscriptionStore::listed);
    }

    /** A subscription and its place in the list. */
    record Listed(long place, SubscriptionView view) {}

    private static List<Listed> listed(List<Subscription> found) {
        return found.stream()
                .map(one -> new Listed(one.id, SubscriptionView.of(one)))
                .toList();
    }

    /**
     * Gives it other terms.
     *
     * @param change gives the new terms for those that stand, and may refuse to
     */
    @WithTransaction
    Uni<SubscriptionView> change(String publicId, Function<TermsView, Terms> change) {
        return found(subscriptions.locked(publicId))
                .invoke(subscription -> subscription.say(change.apply(TermsView.of(subscription)), now()))
                .map(SubscriptionView::of);
    }

    /** With all that waits for it. */
    @WithTransaction
    Uni<Void> delete(String publicId) {
        return found(subscriptions.locked(publicId)).call(this::forget).chain(subscriptions::delete);
    }

    /** The lane first, as in a claim of deliveries: the other way round, the two could wait for each other. */
    private Uni<Integer> forget(Subscription subscription) {
        return execute(NO_LANE, subscription).chain(() -> execute(NOTHING_WAITING, subscription));
    }

    private static Uni<Integer> execute(String statement, Subscription subscription) {
        return Panache.getSession().chain(session -> session.createNativeQuery(statement)
                .setParameter("id", subscription.id)
                .executeUpdate());
    }

    private static Uni<Subscription> found(Uni<Subscription> subscription) {
        return subscription.onItem().ifNull().failWith(() -> ProblemException.notFound("such subscription"));
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
