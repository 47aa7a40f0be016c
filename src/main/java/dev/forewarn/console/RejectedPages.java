package dev.forewarn.console;

import dev.forewarn.access.Role;
import dev.forewarn.intake.RejectedRecord;
import dev.forewarn.intake.RejectedRecords;
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
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;

/** Shows the records that could not be taken, and sends one again. */
@Path("/operations/rejected")
@RolesAllowed(Role.OPERATOR)
class RejectedPages {

    private static final int MOST = 50;

    private final RejectedRecords records;
    private final Forms forms;
    private final Frames frames;
    private final Pages pages;

    RejectedPages(RejectedRecords records, Forms forms, Frames frames, Pages pages) {
        this.records = records;
        this.forms = forms;
        this.frames = frames;
        this.pages = pages;
    }

    @GET
    public Uni<Response> newest(@Context HttpHeaders headers) {
        Frame frame = frames.of(Section.OPERATIONS, headers);
        return records.newest(MOST)
                .map(found -> new RejectedPage(frame, MOST, items(found)))
                .flatMap(page -> pages.once(Status.OK, page));
    }

    private static List<RejectedPage.Item> items(List<RejectedRecord> found) {
        return found.stream().map(RejectedPage.Item::of).toList();
    }

    @GET
    @Path("{partition: [0-9]{1,9}}/{offset: [0-9]{1,18}}")
    public Uni<Response> one(@RestPath int partition, @RestPath long offset, @Context HttpHeaders headers) {
        return show(partition, offset, Status.OK.getStatusCode(), Optional.empty(), Optional.empty(), headers);
    }

    /** As it was, or as it stands in the field. */
    @POST
    @Path("{partition: [0-9]{1,9}}/{offset: [0-9]{1,18}}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> send(
            @RestPath int partition,
            @RestPath long offset,
            MultivaluedMap<String, String> fields,
            @Context HttpHeaders headers) {
        Form form = forms.own(fields);
        Optional<String> edited = form.text("as").equals("edited") ? Optional.of(form.text("value")) : Optional.empty();
        return records.send(partition, offset, edited)
                .flatMap(sent ->
                        show(partition, offset, Status.OK.getStatusCode(), edited, Optional.of(told(sent)), headers))
                .onFailure(ProblemException.class)
                .recoverWithUni(failure -> refused(failure, partition, offset, edited, headers));
    }

    private static Message told(RejectedRecords.Sent sent) {
        String event = "Event " + sent.event() + " of " + sent.source();
        String follows = sent.notices() == 1 ? "1 notice follows" : sent.notices() + " notices follow";
        return Message.good(
                sent.repeated()
                        ? event + " was sent again. It was stored before, so it changes nothing."
                        : event + " was sent again: " + follows + ", as things stand.");
    }

    private Uni<Response> refused(
            ProblemException failure, int partition, long offset, Optional<String> edited, HttpHeaders headers) {
        int status = failure.problem().status();
        return status == Status.NOT_FOUND.getStatusCode()
                ? Uni.createFrom().failure(failure)
                : show(
                        partition,
                        offset,
                        status,
                        edited,
                        Optional.of(new Message(
                                "bad", "It was not sent: " + failure.problem().detail())),
                        headers);
    }

    private Uni<Response> show(
            int partition,
            long offset,
            int status,
            Optional<String> edited,
            Optional<Message> message,
            HttpHeaders headers) {
        Frame frame = frames.of(Section.OPERATIONS, headers);
        return records.one(partition, offset)
                .map(record -> new RejectedStand(frame, forms.token(), record, edited.orElseGet(record::shown), message)
                        .page())
                .flatMap(page -> pages.once(status, page));
    }
}
