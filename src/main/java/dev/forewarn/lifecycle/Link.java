package dev.forewarn.lifecycle;

import java.net.URI;

/** A link that may be shown to somebody to click. */
final class Link {

    private static final int MAX_LENGTH = 2048;

    private Link() {}

    /** @throws IllegalArgumentException unless it is an absolute http or https link: anything else might be script */
    static void check(String what, URI link) {
        boolean web = "https".equalsIgnoreCase(link.getScheme()) || "http".equalsIgnoreCase(link.getScheme());
        Text.require(web && link.getHost() != null, () -> what + " is not an http or https link");
        Text.require(
                link.toString().length() <= MAX_LENGTH, () -> what + " has more than " + MAX_LENGTH + " characters");
    }
}
