package dev.forewarn.console;

import dev.forewarn.access.Role;
import dev.forewarn.delivery.DeliveryListing;
import dev.forewarn.delivery.DeliveryViews;
import dev.forewarn.subscription.Directory;
import dev.forewarn.subscription.Listing;
import dev.forewarn.subscription.Registry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Shows subscriptions and what was sent to them. */
@Path(SubscriptionPages.PATH)
@RolesAllowed({Role.SUBSCRIBER, Role.OPERATOR})
class SubscriptionPages {

    static final String PATH = "/subscriptions";

    private static final String LIMIT = "50";

    private final Registry registry;
    private final Directory directory;
    private final DeliveryViews deliveries;
    private final SubscriptionShow show;
    private final Viewing viewing;
    private final Pages pages;

    SubscriptionPages(
            Registry registry,
            Directory directory,
            DeliveryViews deliveries,
            SubscriptionShow show,
            Viewing viewing,
            Pages pages) {
        this.registry = registry;
        this.directory = directory;
        this.deliveries = deliveries;
        this.show = show;
        this.viewing = viewing;
        this.pages = pages;
    }

    @GET
    public Uni<Response> list(
            @RestQuery @Nullable String state,
            @RestQuery @Nullable String cursor,
            @RestQuery @Nullable String done,
            @Context HttpHeaders headers) {
        Optional<String> chosen = chosen(state);
        Listing listing = Listing.of(cursor, LIMIT, null, chosen.orElse(null));
        return registry.list(listing, viewing.sees())
                .map(found -> SubscriptionList.of(
                                show.frame(headers), chosen, cursor != null, found, Done.message(done))
                        .page())
                .flatMap(page -> pages.once(Status.OK, page));
    }

    /** A choice of all is no choice. */
    private static Optional<String> chosen(@Nullable String state) {
        return Optional.ofNullable(state).filter(word -> !word.isEmpty());
    }

    @GET
    @Path("{id}")
    public Uni<Response> read(@RestPath String id, @RestQuery @Nullable String done, @Context HttpHeaders headers) {
        return show.page(id, Done.message(done), headers);
    }

    @GET
    @Path("{id}/deliveries")
    public Uni<Response> deliveries(
            @RestPath String id,
            @RestQuery @Nullable String state,
            @RestQuery @Nullable String cursor,
            @Context HttpHeaders headers) {
        Optional<String> chosen = chosen(state);
        DeliveryListing listing = DeliveryListing.of(id, cursor, LIMIT, chosen.orElse(null));
        return directory
                .named(id, viewing.sees())
                .flatMap(subscription -> deliveries.page(subscription, listing))
                .map(found -> DeliveryList.of(show.frame(headers), id, chosen, cursor != null, found)
                        .page())
                .flatMap(page -> pages.once(Status.OK, page));
    }
}
