package dev.forewarn.intake.imports;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How feeds are read, whichever they are. */
@ConfigMapping(prefix = "forewarn.imports")
public interface ImportSettings {

    /** For asking a feed's server and reading its answer, as a whole. */
    @WithDefault("PT20S")
    Duration timeout();

    /** The largest feed, unpacked. */
    @WithDefault("32M")
    MemorySize maxSize();

    /** How long it is waited until what was read from a feed is stored. */
    @WithDefault("PT10S")
    Duration storedWithin();
}
