package dev.forewarn.console;

import dev.forewarn.access.OpenToAll;
import dev.forewarn.web.ProblemException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Serves what pages are made of, from this service alone. */
@Path("/assets")
@PermitAll
@OpenToAll
class AssetResource {

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    // A page of the release before, perhaps shown by another instance: it gets what there is, but is not to keep it.
    private static final String ASK_AGAIN = "public, no-cache";

    private final Assets assets;

    AssetResource(Assets assets) {
        this.assets = assets;
    }

    @GET
    @Path("{hash}/{name}")
    public Response read(@PathParam("hash") String hash, @PathParam("name") String name) {
        Assets.Asset asset = assets.find(name).orElseThrow(() -> ProblemException.notFound("such file"));
        return Response.ok(asset.bytes(), asset.type())
                .header(HttpHeaders.CACHE_CONTROL, asset.hash().equals(hash) ? FOR_EVER : ASK_AGAIN)
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
