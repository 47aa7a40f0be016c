package dev.forewarn.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.access.IdempotencyKey;
import dev.forewarn.subscription.SubscriptionStore.Listed;
import dev.forewarn.subscription.SubscriptionStore.Registration;
import dev.forewarn.subscription.SubscriptionStore.Standing;
import dev.forewarn.subscription.SubscriptionStore.Wanted;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.MergePatch;
import dev.forewarn.web.Page;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The registry, whichever way somebody comes to it: reads what they say of a webhook, keeps it, and counts what came of it.
 * Every method fails with a {@link ProblemException} for what can't be done; what is not the given owner's is not there.
 */
@Singleton
public class Registry {

    private final SubscriptionStore store;
    private final TermsReader reader;
    private final Consent consent;
    private final ObjectMapper json;
    private final SubscriptionMetrics metrics;

    Registry(
            SubscriptionStore store,
            TermsReader reader,
            Consent consent,
            ObjectMapper json,
            SubscriptionMetrics metrics) {
        this.store = store;
        this.reader = reader;
        this.consent = consent;
        this.json = json;
        this.metrics = metrics;
    }

    /**
     * Registers a webhook; its receiver is asked soon whether it wants to be sent to.
     *
     * @param owner whose it will be
     * @param body what is said of it, as JSON
     * @param key by which the same may be said again; null if it may not
     */
    public Uni<Registered> register(long owner, byte[] body, @Nullable String key) {
        Secret secret = Secret.random();
        return counted(() -> store.register(wanted(owner, body, key, secret)))
                .invoke(made ->
                        metrics.registry(made.before() ? SubscriptionMetrics.REPEATED : SubscriptionMetrics.REGISTERED))
                .invoke(consent::mayBeDue)
                .map(made -> registered(made, secret));
    }

    private Wanted wanted(long owner, byte[] body, @Nullable String key, Secret secret) {
        Optional<IdempotencyKey> once = IdempotencyKey.of(key, SubscriptionResource.PATH, body);
        Terms terms = reader.read(JsonBody.object(body), Headers.NONE);
        return new Wanted(owner, terms, secret, once);
    }

    private static Registered registered(Registration made, Secret secret) {
        return new Registered(made.view(), made.before() ? Optional.empty() : Optional.of(secret.told()));
    }

    /** All that is wrong with what is said of a webhook, of which nothing is kept. */
    public List<Problem.Fault> faults(ObjectNode body) {
        try {
            reader.read(body, Headers.NONE);
            return List.of();
        } catch (ProblemException wrong) {
            return wrong.problem().errors();
        }
    }

    /** @param owner whose alone; empty: anybody's */
    public Uni<Page<SubscriptionView>> list(Listing listing, Optional<Long> owner) {
        return store.list(listing, owner)
                .map(found -> Page.of(found, listing.limit(), last -> Listing.cursor(last.place()))
                        .map(Listed::view));
    }

    public Uni<SubscriptionView> get(String id, Optional<Long> owner) {
        return store.get(id, owner);
    }

    /** @param patch a JSON Merge Patch (RFC 7396) of what was said */
    public Uni<SubscriptionView> change(String id, Optional<Long> owner, byte[] patch) {
        return counted(() -> change(id, owner, JsonBody.object(patch)))
                .invoke(() -> metrics.registry(SubscriptionMetrics.CHANGED))
                .invoke(consent::mayBeDue);
    }

    private Uni<SubscriptionView> change(String id, Optional<Long> owner, ObjectNode patch) {
        return store.change(id, owner, standing -> reader.read(merged(standing, patch), standing.headers()));
    }

    /** Headers are merged by their reader: their values stand nowhere in the document. */
    private ObjectNode merged(Standing standing, ObjectNode patch) {
        ObjectNode merged = MergePatch.apply(json.valueToTree(standing.terms()), patch);
        Optional<JsonNode> headers = Optional.ofNullable(patch.get(HeaderReader.MEMBER));
        headers.ifPresent(given -> merged.set(HeaderReader.MEMBER, given));
        return merged;
    }

    /** With all that waits for it. */
    public Uni<Void> delete(String id, Optional<Long> owner) {
        return counted(() -> store.delete(id, owner)).invoke(() -> metrics.registry(SubscriptionMetrics.DELETED));
    }

    private <T> Uni<T> counted(Supplier<Uni<? extends T>> work) {
        return Uni.createFrom()
                .<T>deferred(work)
                .onFailure(ProblemException.class)
                .invoke(() -> metrics.registry(SubscriptionMetrics.REFUSED));
    }
}
