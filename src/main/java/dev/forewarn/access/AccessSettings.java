package dev.forewarn.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/** Who may do what, and how often. */
@ConfigMapping(prefix = "forewarn.access")
public interface AccessSettings {

    /** Whether cutoffs, subjects and notices may be read without a key. */
    @WithDefault("true")
    boolean publicReads();

    /** How many keys an owner may have. */
    @WithDefault("100")
    @Min(1)
    int maxKeys();

    /** How many requests that change something a key may make in a second, of each instance, in the long run. */
    @WithDefault("100")
    @Min(1)
    int writesPerSecond();

    /** How many of them at once, after it has made none for a while. */
    @WithDefault("1000")
    @Min(1)
    int writeBurst();

    /** The claim of an OIDC token that names its owner, {@code own_…}. */
    @WithDefault("forewarn_owner")
    @NotBlank
    String ownerClaim();
}
