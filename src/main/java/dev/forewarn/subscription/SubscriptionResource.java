package dev.forewarn.subscription;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.access.Role;
import dev.forewarn.web.Cursor;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Limit;
import dev.forewarn.web.MergePatch;
import dev.forewarn.web.Page;
import dev.forewarn.web.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The registry of webhooks. */
@Path("/v1/subscriptions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@Tag(name = "Subscriptions")
class SubscriptionResource {

    private static final String CURSOR = "subscriptions";
    private static final Pattern PLACE = Pattern.compile("[0-9]{1,18}");

    private final SubscriptionStore store;
    private final TermsReader reader;
    private final ObjectMapper json;
    private final MeterRegistry meters;

    SubscriptionResource(SubscriptionStore store, TermsReader reader, ObjectMapper json, MeterRegistry meters) {
        this.store = store;
        this.reader = reader;
        this.json = json;
        this.meters = meters;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<Registered>> register(byte @Nullable [] body) {
        Secret secret = Secret.random();
        return counted(SubscriptionMetrics.REGISTERED, () -> store.register(reader.read(object(body)), secret))
                .map(view -> created(new Registered(view, secret.told())));
    }

    @GET
    public Uni<Page<SubscriptionView>> list(@RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        int most = Limit.parse(limit);
        long after =
                Optional.ofNullable(cursor).map(SubscriptionResource::place).orElse(0L);
        return store.list(after, most + 1).map(found -> page(found, most));
    }

    @GET
    @Path("/{id}")
    public Uni<SubscriptionView> get(@RestPath String id) {
        return store.get(id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    public Uni<SubscriptionView> change(@RestPath String id, byte @Nullable [] body) {
        return counted(SubscriptionMetrics.CHANGED, () -> change(id, object(body)));
    }

    @DELETE
    @Path("/{id}")
    public Uni<Void> delete(@RestPath String id) {
        return counted(SubscriptionMetrics.DELETED, () -> store.delete(id));
    }

    private Uni<SubscriptionView> change(String id, ObjectNode patch) {
        return store.change(id, terms -> reader.read(MergePatch.apply(json.valueToTree(terms), patch)));
    }

    private <T> Uni<T> counted(String outcome, Supplier<Uni<? extends T>> work) {
        return Uni.createFrom()
                .<T>deferred(work)
                .invoke(() -> count(outcome))
                .onFailure(ProblemException.class)
                .invoke(() -> count(SubscriptionMetrics.REFUSED));
    }

    private void count(String outcome) {
        meters.counter(SubscriptionMetrics.REGISTRY, SubscriptionMetrics.OUTCOME, outcome)
                .increment();
    }

    private static ObjectNode object(byte @Nullable [] body) {
        return JsonBody.object(Optional.ofNullable(body).orElseGet(() -> new byte[0]));
    }

    private static RestResponse<Registered> created(Registered registered) {
        URI location =
                URI.create("/v1/subscriptions/" + registered.subscription().id());
        return RestResponse.ResponseBuilder.<Registered>created(location)
                .entity(registered)
                .build();
    }

    private static long place(String cursor) {
        List<String> parts = Cursor.decode(CURSOR, "cursor", cursor);
        if (parts.size() != 1 || !PLACE.matcher(parts.get(0)).matches()) {
            throw ProblemException.parameter("cursor", "is not a cursor of this list");
        }
        return Long.parseLong(parts.get(0));
    }

    private static Page<SubscriptionView> page(List<SubscriptionStore.Listed> found, int limit) {
        Page<SubscriptionStore.Listed> page = Page.of(found, limit, last -> Cursor.encode(CURSOR, last.place()));
        return new Page<>(
                page.items().stream().map(SubscriptionStore.Listed::view).toList(), page.next());
    }
}
