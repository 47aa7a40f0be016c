package dev.forewarn.console;

import dev.forewarn.access.Role;
import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.subscription.AcknowledgementStore;
import dev.forewarn.subscription.Directory;
import dev.forewarn.subscription.Registry;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;

/** What ends something: that somebody has migrated, or wants no more of a subscription. */
@Path(SubscriptionPages.PATH + "/{id}")
@RolesAllowed({Role.SUBSCRIBER, Role.OPERATOR})
class ClosingActions {

    private final Registry registry;
    private final Directory directory;
    private final AcknowledgementStore acknowledgements;
    private final SubscriptionShow show;
    private final Viewing viewing;
    private final Forms forms;

    ClosingActions(
            Registry registry,
            Directory directory,
            AcknowledgementStore acknowledgements,
            SubscriptionShow show,
            Viewing viewing,
            Forms forms) {
        this.registry = registry;
        this.directory = directory;
        this.acknowledgements = acknowledgements;
        this.show = show;
        this.viewing = viewing;
        this.forms = forms;
    }

    @POST
    @Path("migrated")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> migrated(
            @RestPath String id, MultivaluedMap<String, String> fields, @Context HttpHeaders headers) {
        Form form = forms.own(fields);
        return directory
                .named(id, viewing.sees())
                .flatMap(subscription ->
                        acknowledgements.put(subscription.id(), cutoff(form.text("cutoff")), viewing.name()))
                .map(any -> show.after(Done.MIGRATED, id))
                .onFailure(ProblemException.class)
                .recoverWithUni(failure -> show.refused(failure, id, headers));
    }

    @POST
    @Path("remind")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> remind(@RestPath String id, MultivaluedMap<String, String> fields) {
        Form form = forms.own(fields);
        return directory
                .named(id, viewing.sees())
                .flatMap(subscription -> acknowledgements.drop(subscription.id(), cutoff(form.text("cutoff"))))
                .map(any -> show.after(Done.REMINDED, id));
    }

    private static CutoffId cutoff(String text) {
        try {
            return CutoffId.named(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.unprocessable(List.of(Problem.Fault.at("/cutoff", String.valueOf(e.getMessage()))));
        }
    }

    @GET
    @Path("delete")
    public Uni<Response> confirm(@RestPath String id, @Context HttpHeaders headers) {
        return registry.get(id, viewing.sees())
                .flatMap(view -> show.deletion(id, view.terms().url(), headers));
    }

    @POST
    @Path("delete")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> delete(@RestPath String id, MultivaluedMap<String, String> fields) {
        forms.own(fields);
        URI list = URI.create(SubscriptionPages.PATH + "?done=" + Done.DELETED.word());
        return registry.delete(id, viewing.sees())
                .replaceWith(() -> Response.seeOther(list).build());
    }
}
