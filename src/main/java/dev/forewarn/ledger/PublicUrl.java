package dev.forewarn.ledger;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where this service is reached by those who read its notices; every link in them begins with it. */
@Singleton
public class PublicUrl {

    private final String base;

    PublicUrl(@ConfigProperty(name = "forewarn.url") String url) {
        this.base = url.replaceAll("/+$", "");
    }

    /** The URL without a slash at its end. */
    public String base() {
        return base;
    }
}
