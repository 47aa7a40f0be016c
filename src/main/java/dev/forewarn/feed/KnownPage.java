package dev.forewarn.feed;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A page of the feed with all that is said of it, written once: also compressed, from the first reader on who wants that. */
final class KnownPage {

    // RFC 9110, 12.5.3; a weight of zero refuses it.
    private static final Pattern GZIP = Pattern.compile(
            "(?:^|,)\\s*gzip\\s*(?:;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$))[^,]*)?(?:,|$)", Pattern.CASE_INSENSITIVE);

    private final Representation page;
    private final Map<String, String> headers;
    private final String entityTag;
    private final Buffer body;
    private volatile @Nullable Buffer compressed;

    KnownPage(Representation page) {
        this.page = page;
        this.headers = page.headers();
        this.entityTag = page.entityTag();
        this.body = Buffer.buffer(page.body());
    }

    Representation page() {
        return page;
    }

    /** How many bytes are held for it: as an array, as a buffer and compressed. */
    int size() {
        return 2 * body.length() + body.length() / 4;
    }

    void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        headers.forEach(response::putHeader);
        String has = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (has != null
                && (has.equals(entityTag)
                        || page.isAmong(String.join(",", request.headers().getAll(HttpHeaders.IF_NONE_MATCH))))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, page.type());
            response.end(body(request, response.headers()));
        }
    }

    /** By HTTP/2 the server takes the header for an order to compress, so there that is left to it. */
    private Buffer body(HttpServerRequest request, MultiMap response) {
        String accepted = String.join(",", request.headers().getAll(HttpHeaders.ACCEPT_ENCODING));
        if (request.version() != HttpVersion.HTTP_2 && GZIP.matcher(accepted).find()) {
            response.set(HttpHeaders.CONTENT_ENCODING, "gzip");
            return compressed();
        }
        return body;
    }

    /** Two who are first at once both write it, the same. */
    private Buffer compressed() {
        Buffer known = compressed;
        if (known == null) {
            known = gzip(page.body());
            compressed = known;
        }
        return known;
    }

    private static Buffer gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(compressed.toByteArray());
    }
}
