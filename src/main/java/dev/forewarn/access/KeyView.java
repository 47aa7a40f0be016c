package dev.forewarn.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key, as it is answered: without the key itself. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record KeyView(
        String id,
        String name,
        String role,
        String owner,
        List<String> sources,
        List<String> providers,
        @Nullable String authority,
        Instant createdAt,
        @Nullable Instant expiresAt) {

    /** @param key with its owner read */
    static KeyView of(AccessKey key) {
        return new KeyView(
                key.publicId,
                key.name,
                key.role,
                key.owner.publicId,
                List.of(key.sources),
                List.of(key.providers),
                key.authority,
                key.createdAt,
                key.expiresAt);
    }
}
