package dev.forewarn.web;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How large a request's body may be. */
@Singleton
final class BodyLimit {

    private final long bytes;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10M") MemorySize bytes) {
        this.bytes = bytes.asLongValue();
    }

    boolean allows(long length) {
        return length <= bytes;
    }

    Problem problem() {
        return Problem.of(
                Status.REQUEST_ENTITY_TOO_LARGE, "The body is too large: at most " + bytes + " bytes are read.");
    }
}
