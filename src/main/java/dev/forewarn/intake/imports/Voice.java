package dev.forewarn.intake.imports;

import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Speaker;
import java.net.URI;
import java.util.Optional;

/** In whose name a feed is read. */
record Voice(String name, Authority authority) {

    private static final int MAX_QUOTE = 2_000;

    /** @param quote the words that a row gives; cut where they are a whole page */
    Speaker speaker(Optional<URI> url, Optional<String> quote) {
        Optional<String> words = quote.map(text -> Labels.cut(text, MAX_QUOTE)).filter(text -> !text.isBlank());
        return new Speaker(name, authority, url, Optional.empty(), words);
    }
}
