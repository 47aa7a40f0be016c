package dev.forewarn.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** What a verified token says of its bearer. */
record Claims(SecurityIdentity token) {

    /** For whom a publisher may speak: lists, and a word. */
    private static final String SOURCES = "forewarn_sources";

    private static final String PROVIDERS = "forewarn_providers";
    private static final String AUTHORITY = "forewarn_authority";

    String name() {
        return token.getPrincipal().getName();
    }

    /** Those of ours that the framework has found, by its setting of where they are. */
    List<String> roles() {
        return Role.ALL.stream().filter(token.getRoles()::contains).toList();
    }

    Optional<String> text(String claim) {
        return texts(claim).findFirst();
    }

    /** Nothing may be said by whose claims are missing, or are not understood. */
    Bounds bounds() {
        try {
            return new Bounds(texts(SOURCES).toList(), texts(PROVIDERS).toList(), text(AUTHORITY));
        } catch (IllegalArgumentException e) {
            return Bounds.SILENT;
        }
    }

    private Stream<String> texts(String claim) {
        return values(claim).flatMap(Claims::text);
    }

    private Stream<?> values(String claim) {
        return token.getPrincipal() instanceof JsonWebToken jwt
                ? jwt.<Object>claim(claim).stream().flatMap(Claims::values)
                : Stream.empty();
    }

    private static Stream<?> values(Object value) {
        return value instanceof Collection<?> list ? list.stream() : Stream.of(value);
    }

    private static Stream<String> text(Object value) {
        if (value instanceof JsonString text) {
            return Stream.of(text.getString());
        }
        return value instanceof String text ? Stream.of(text) : Stream.empty();
    }
}
