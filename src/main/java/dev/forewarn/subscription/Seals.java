package dev.forewarn.subscription;

import dev.forewarn.lifecycle.Word;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Seals and opens what a subscription keeps sealed. */
@Singleton
final class Seals {

    private final SecretSealer sealer;
    private final InstantSource wall;

    Seals(SecretSealer sealer, InstantSource wall) {
        this.sealer = sealer;
        this.wall = wall;
    }

    byte[] seal(Secret secret, String publicId) {
        return sealer.seal(Sealed.SECRET, secret.key(), publicId);
    }

    /** Null if there are none. */
    byte @Nullable [] seal(Headers headers, String publicId) {
        return headers.isEmpty() ? null : sealer.seal(Sealed.HEADERS, headers.json(), publicId);
    }

    Headers headers(byte @Nullable [] sealed, String publicId) {
        return sealed == null ? Headers.NONE : Headers.ofJson(sealer.open(Sealed.HEADERS, sealed, publicId));
    }

    /**
     * The target in a row that holds
     * {@code id, public_id, url, format, secret, previous_secret, previous_secret_until, headers}.
     *
     * @throws IllegalStateException if something in it can't be opened
     * @throws IllegalArgumentException if its URL or format can't be read
     */
    Target target(Row row) {
        String publicId = row.getString("public_id");
        WebhookUrl url = new WebhookUrl(URI.create(row.getString("url")));
        List<byte[]> keys = Stream.concat(Stream.of(row.getBuffer("secret")), previous(row).stream())
                .map(secret -> sealer.open(Sealed.SECRET, secret.getBytes(), publicId))
                .toList();
        Buffer headers = row.getBuffer("headers");
        return new Target(
                row.getLong("id"),
                publicId,
                url.uri(),
                url.endpoint(),
                url.origin(),
                Word.parse(Format.class, row.getString("format")),
                keys,
                headers(headers == null ? null : headers.getBytes(), publicId).values());
    }

    /** The secret before this one, while it signs beside it. */
    private Optional<Buffer> previous(Row row) {
        return Optional.ofNullable(row.getOffsetDateTime("previous_secret_until"))
                .filter(until -> until.toInstant().isAfter(wall.instant()))
                .map(until -> row.getBuffer("previous_secret"));
    }
}
