package dev.forewarn.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A request for a key, for the description of the API: {@link KeyTermsReader} reads it, and tells all faults at once. */
@Schema(name = "KeyRequest")
record KeyBody(
        @Schema(required = true, minLength = 1, maxLength = 200) String name,
        @Schema(
                        required = true,
                        enumeration = {Role.SUBSCRIBER, Role.PUBLISHER, Role.OPERATOR})
                String role,
        @Schema(description = "Whose it shall be; left out: the caller's own", examples = "own_operator")
                Optional<String> owner,
        @Schema(description = "For publishers: sources, exact, or what they begin with and `*`", maxItems = 100)
                List<String> sources,
        @Schema(description = "For publishers: whose subjects it may speak of; `*` for any", maxItems = 100)
                List<String> providers,
        @Schema(
                        description = "For publishers: the highest it may claim",
                        enumeration = {"tracker", "press", "distributor", "official"})
                Optional<String> authority,
        @Schema(description = "From when on it is refused") Optional<Instant> expiresAt) {}
