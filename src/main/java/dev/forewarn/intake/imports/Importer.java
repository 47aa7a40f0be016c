package dev.forewarn.intake.imports;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A feed that is read by itself, as it is configured. */
record Importer(Terms terms, Place place, Duration interval, Optional<Token> token) {

    private static final Duration LEAST = Duration.ofSeconds(1);

    /** Where a feed is read. */
    sealed interface Place {
        record Web(URI url) implements Place {}

        record Disk(Path file) implements Place {}
    }

    Importer {
        if (interval.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("interval is less than a second");
        }
    }

    String name() {
        return terms.name();
    }

    /** @throws IllegalStateException naming the setting that is wrong */
    static Importer of(String name, ImporterSettings.Feed settings) {
        try {
            return new Importer(terms(name, settings), place(settings), settings.interval(), token(settings));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(variable(name) + ": " + e.getMessage(), e);
        }
    }

    private static Terms terms(String name, ImporterSettings.Feed settings) {
        Places places = new Places(
                Terms.map(settings.channels().orElse(List.of()), Terms::checkSlug),
                Terms.map(settings.providers().orElse(List.of()), Terms::checkSlug));
        return Terms.of(name, settings.format(), settings.source(), settings.authority(), settings.claimedBy(), places);
    }

    private static Place place(ImporterSettings.Feed settings) {
        if (settings.url().isPresent() == settings.file().isPresent()) {
            throw new IllegalArgumentException("it has a URL or a FILE, one of them");
        }
        return settings.url()
                .<Place>map(Importer::web)
                .orElseGet(() -> new Place.Disk(Path.of(settings.file().orElseThrow())));
    }

    private static Place web(String url) {
        return new Place.Web(Link.read(url)
                .filter(link -> link.getRawUserInfo() == null)
                .orElseThrow(() -> new IllegalArgumentException("URL is not an http or https link without user info")));
    }

    private static Optional<Token> token(ImporterSettings.Feed settings) {
        return settings.token().filter(token -> !token.isBlank()).map(token -> new Token(token.strip()));
    }

    private static String variable(String name) {
        return "FOREWARN_IMPORTER_" + name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** A digest of all that decides what is made of a feed, and of how often it is read. */
    String digest() {
        Voice voice = terms.context().voice();
        String told = String.join(
                "\n",
                terms.format().word(),
                terms.source(),
                voice.name(),
                voice.authority().word(),
                place.toString(),
                interval.toString(),
                terms.context().places().described());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(told.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
