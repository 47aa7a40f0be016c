package dev.forewarn.intake.imports;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** A link in a feed. A row without a good one is worth no less. */
final class Link {

    private static final int MAX_LENGTH = 2048;

    private Link() {}

    /** Empty unless it is an absolute http or https link. */
    static Optional<URI> read(String text) {
        try {
            return Optional.of(new URI(text)).filter(Link::web);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean web(URI link) {
        String scheme = String.valueOf(link.getScheme()).toLowerCase(Locale.ROOT);
        return (scheme.equals("https") || scheme.equals("http"))
                && link.getHost() != null
                && link.toString().length() <= MAX_LENGTH
                && link.toString().chars().noneMatch(Character::isISOControl);
    }
}
