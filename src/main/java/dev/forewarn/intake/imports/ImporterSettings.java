package dev.forewarn.intake.imports;

import dev.forewarn.lifecycle.Authority;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The feeds that are read again and again, each under a name of its own. */
@ConfigMapping(prefix = "forewarn.importer")
public interface ImporterSettings {

    @WithParentName
    Map<String, Feed> feeds();

    /** One feed. */
    interface Feed {

        /** What kind of feed it is. */
        Format format();

        /** Where it is read, over http or https. */
        Optional<String> url();

        /** Where it is read, in place of a URL. */
        Optional<String> file();

        /** The stable name of who speaks in it, the {@code source} of its events. No two importers have the same. */
        String source();

        /** How often. */
        @WithDefault("PT6H")
        Duration interval();

        /** With what authority it speaks; the format's own, if left out. */
        Optional<Authority> authority();

        /** Who speaks in it, for readers; the format's own, if left out. */
        Optional<String> claimedBy();

        /** Sent to the feed's own server as a bearer token. */
        Optional<String> token();

        /** Sellers that are channels of others' models, {@code seller=channel}, beside the shipped ones. */
        Optional<List<String>> channels();

        /** Whose models are, {@code id=provider}, with a {@code *} for what may follow, beside the shipped ones. */
        Optional<List<String>> providers();
    }
}
