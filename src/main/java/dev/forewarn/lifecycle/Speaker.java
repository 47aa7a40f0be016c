package dev.forewarn.lifecycle;

import java.net.URI;
import java.util.Optional;

/**
 * Who says it, as the event tells: {@code claimedBy}.
 *
 * @param url where it is said
 * @param via who passed it on, if it was not read at the source itself
 * @param quote the words themselves
 */
public record Speaker(
        String name, Authority authority, Optional<URI> url, Optional<String> via, Optional<String> quote) {

    private static final int MAX_NAME = 200;
    private static final int MAX_VIA = 2048;
    private static final int MAX_QUOTE = 10_000;

    public Speaker {
        Text.checkLine("name", name, MAX_NAME);
        url.ifPresent(link -> Link.check("url", link));
        via.ifPresent(text -> Text.checkLine("via", text, MAX_VIA));
        quote.ifPresent(text -> Text.check("quote", text, MAX_QUOTE));
    }
}
