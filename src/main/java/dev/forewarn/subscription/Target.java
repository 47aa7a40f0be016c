package dev.forewarn.subscription;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Where a notice is sent.
 *
 * @param endpoint whom the URL speaks to, read once
 * @param origin scheme, host and port of the URL
 * @param format how it is written
 * @param keys what the signatures are keyed with, newest first; none if they can't be opened
 * @param headers what its owner wants to be sent along
 */
public record Target(
        long id,
        String publicId,
        URI url,
        Endpoint endpoint,
        String origin,
        Format format,
        List<byte[]> keys,
        Map<String, String> headers) {

    public Target {
        keys = List.copyOf(keys);
        headers = Map.copyOf(headers);
    }

    /** In the standard format, without further headers. */
    public Target(long id, String publicId, URI url, String origin, List<byte[]> keys) {
        this(id, publicId, url, Endpoint.of(url), origin, Format.STANDARD, keys, Map.of());
    }

    /** One whose row can't be read now: it must not be left out, and can't be sent to. */
    static Target unreadable(long id, String publicId) {
        return new Target(id, publicId, URI.create("http://unreadable.invalid/"), "", List.of());
    }

    /** Whether it can be sent to. */
    public boolean readable() {
        return !keys.isEmpty();
    }

    @Override
    public String toString() {
        return "Target[" + publicId + ", " + origin + "]";
    }
}
