package dev.forewarn.embedded;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** Whether everything runs inside, and where its data is. */
@ConfigMapping(prefix = "forewarn.embedded")
interface FirstRunSettings {

    /** Starts PostgreSQL and Kafka inside, and replays the shipped timeline ({@code FOREWARN_EMBEDDED}). */
    @WithParentName
    @WithDefault("false")
    boolean enabled();

    /** Where the data is kept ({@code FOREWARN_EMBEDDED_DIRECTORY}). */
    @WithDefault(Folder.DEFAULT)
    String directory();
}
