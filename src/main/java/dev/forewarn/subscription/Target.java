package dev.forewarn.subscription;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Where a notice is sent.
 *
 * @param origin scheme, host and port of the URL
 * @param keys what the signatures are keyed with, newest first
 * @param headers what its owner wants to be sent along
 */
public record Target(long id, String publicId, URI url, String origin, List<byte[]> keys, Map<String, String> headers) {

    public Target {
        keys = List.copyOf(keys);
        headers = Map.copyOf(headers);
    }

    /** Without further headers. */
    public Target(long id, String publicId, URI url, String origin, List<byte[]> keys) {
        this(id, publicId, url, origin, keys, Map.of());
    }

    @Override
    public String toString() {
        return "Target[" + publicId + ", " + origin + "]";
    }
}
