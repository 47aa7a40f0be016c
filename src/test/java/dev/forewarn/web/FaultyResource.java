package dev.forewarn.web;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;

/** Ends in every way that no other resource can be made to. */
@Path("/test/faulty")
@PermitAll
public class FaultyResource {

    /** A body that the framework reads. */
    public record Body(List<Instant> at) {}

    @GET
    public String fault() {
        throw new IllegalStateException("select secret from subscription");
    }

    @GET
    @Path("nobody")
    @RolesAllowed("nobody")
    public String forNobody() {
        return "never";
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public int read(Body body) {
        return body.at().size();
    }
}
