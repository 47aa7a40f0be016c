package dev.forewarn.console;

import dev.forewarn.access.Role;
import dev.forewarn.delivery.DeliveryDetail;
import dev.forewarn.delivery.Retries;
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
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Shows one delivery with every attempt, and sends it again. */
@Path("/deliveries/{id}")
@RolesAllowed({Role.SUBSCRIBER, Role.OPERATOR})
class DeliveryPages {

    private final Retries retries;
    private final Viewing viewing;
    private final Forms forms;
    private final Frames frames;
    private final Pages pages;

    DeliveryPages(Retries retries, Viewing viewing, Forms forms, Frames frames, Pages pages) {
        this.retries = retries;
        this.viewing = viewing;
        this.forms = forms;
        this.frames = frames;
        this.pages = pages;
    }

    @GET
    public Uni<Response> read(@RestPath String id, @RestQuery @Nullable String done, @Context HttpHeaders headers) {
        return show(id, Status.OK.getStatusCode(), Done.message(done), headers);
    }

    @POST
    @Path("retry")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> retry(
            @RestPath String id, MultivaluedMap<String, String> fields, @Context HttpHeaders headers) {
        forms.own(fields);
        URI itself = URI.create("/deliveries/" + id + "?done=" + Done.RETRIED.word());
        return retries.retry(id, viewing.sees())
                .map(any -> Response.seeOther(itself).build())
                .onFailure(ProblemException.class)
                .recoverWithUni(failure -> refused(failure, id, headers));
    }

    private Uni<Response> refused(ProblemException failure, String id, HttpHeaders headers) {
        return show(id, failure.problem().status(), Optional.of(Message.bad(failure.problem())), headers);
    }

    private Uni<Response> show(String id, int status, Optional<Message> message, HttpHeaders headers) {
        return retries.read(id, viewing.sees())
                .map(detail -> page(detail, message, headers))
                .flatMap(page -> pages.once(status, page));
    }

    private DeliveryPage page(DeliveryDetail detail, Optional<Message> message, HttpHeaders headers) {
        return DeliveryPage.of(frames.of(Section.SUBSCRIPTIONS, headers), forms.token(), detail, message);
    }
}
