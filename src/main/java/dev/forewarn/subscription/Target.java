package dev.forewarn.subscription;

import java.net.URI;
import java.util.List;

/**
 * Where a notice is sent.
 *
 * @param origin scheme, host and port of the URL
 * @param keys what the signatures are keyed with, newest first
 */
public record Target(long id, String publicId, URI url, String origin, List<byte[]> keys) {

    public Target {
        keys = List.copyOf(keys);
    }

    @Override
    public String toString() {
        return "Target[" + publicId + ", " + origin + "]";
    }
}
