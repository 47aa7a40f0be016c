package dev.forewarn.ledger;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where this service is reached by those who read its notices; every link in them begins with it. */
@Singleton
public class PublicUrl {

    private final String base;

    PublicUrl(@ConfigProperty(name = "forewarn.url") String url) {
        if (!isBase(url)) {
            throw new IllegalStateException("FOREWARN_URL is '" + url
                    + "': must be a URL that begins with http:// or https:// and has no query and no fragment");
        }
        this.base = url.replaceAll("/+$", "");
    }

    /** Lets a wrong URL be refused at the start, and not by the first notice. */
    void check(@Observes StartupEvent event) {}

    /** The URL without a slash at its end. */
    public String base() {
        return base;
    }

    private static boolean isBase(String url) {
        try {
            URI uri = new URI(url);
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
