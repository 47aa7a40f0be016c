package dev.forewarn.console;

import dev.forewarn.access.Caller;
import dev.forewarn.access.Role;
import dev.forewarn.delivery.Asking;
import dev.forewarn.delivery.Replaying;
import dev.forewarn.subscription.Handling;
import dev.forewarn.web.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jboss.resteasy.reactive.RestPath;

/** What the buttons of a subscription do to its sending. What can't be done is said on its page. */
@Path(SubscriptionPages.PATH + "/{id}")
@RolesAllowed({Role.SUBSCRIBER, Role.OPERATOR})
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class SubscriptionActions {

    private final Handling handling;
    private final Replaying replaying;
    private final Asking asking;
    private final SubscriptionShow show;
    private final Forms forms;
    private final SecurityIdentity identity;

    SubscriptionActions(
            Handling handling,
            Replaying replaying,
            Asking asking,
            SubscriptionShow show,
            Forms forms,
            SecurityIdentity identity) {
        this.handling = handling;
        this.replaying = replaying;
        this.asking = asking;
        this.show = show;
        this.forms = forms;
        this.identity = identity;
    }

    @POST
    @Path("pause")
    public Uni<Response> pause(
            @RestPath String id, MultivaluedMap<String, String> fields, @Context HttpHeaders headers) {
        forms.own(fields);
        return done(handling.pause(id, sees()), Done.PAUSED, id, headers);
    }

    @POST
    @Path("resume")
    public Uni<Response> resume(
            @RestPath String id, MultivaluedMap<String, String> fields, @Context HttpHeaders headers) {
        forms.own(fields);
        return done(handling.resume(id, sees()), Done.RESUMED, id, headers);
    }

    /** Also asks a receiver that has not said yet that it wants anything. */
    @POST
    @Path("ping")
    public Uni<Response> ping(
            @RestPath String id, MultivaluedMap<String, String> fields, @Context HttpHeaders headers) {
        forms.own(fields);
        // The answer comes where requests are sent from; the page is read where this request is.
        Executor here = MutinyHelper.executor(Vertx.currentContext());
        return asking.ask(id, identity)
                .emitOn(here)
                .flatMap(pinged -> show.page(
                        Status.OK.getStatusCode(),
                        id,
                        Optional.empty(),
                        Optional.of(DeliveryItem.Attempt.of(pinged.attempt())),
                        headers))
                .onFailure(ProblemException.class)
                .recoverWithUni(failure -> show.refused(failure, id, headers));
    }

    @POST
    @Path("rotate")
    public Uni<Response> rotate(
            @RestPath String id, MultivaluedMap<String, String> fields, @Context HttpHeaders headers) {
        Form form = forms.own(fields);
        byte[] body =
                new JsonObject().put("overlap", form.text("overlap")).toBuffer().getBytes();
        return Uni.createFrom()
                .deferred(() -> show.unrotated(id, form.text("rotated")))
                .flatMap(any -> handling.rotate(id, sees(), body))
                .flatMap(rotated -> show.secret(id, rotated, headers))
                .onFailure(ProblemException.class)
                .recoverWithUni(failure -> show.refused(failure, id, headers));
    }

    @POST
    @Path("replay")
    public Uni<Response> replay(
            @RestPath String id, MultivaluedMap<String, String> fields, @Context HttpHeaders headers) {
        Form form = forms.own(fields);
        byte[] body = new JsonObject()
                .put("since", instant(form.text("since")))
                .toBuffer()
                .getBytes();
        return done(Uni.createFrom().deferred(() -> replaying.begin(id, sees(), body)), Done.REPLAYED, id, headers);
    }

    /** A field for a date and a time holds neither seconds nor a zone, and is filled in for UTC. */
    private static String instant(String field) {
        return field.matches("[0-9-]{10}T[0-9]{2}:[0-9]{2}") ? field + ":00Z" : field;
    }

    private Uni<Response> done(Uni<?> work, Done done, String id, HttpHeaders headers) {
        return work.replaceWith(() -> show.after(done, id))
                .onFailure(ProblemException.class)
                .recoverWithUni(failure -> show.refused(failure, id, headers));
    }

    private Optional<Long> sees() {
        return Caller.of(identity).sees();
    }
}
