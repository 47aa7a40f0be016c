package dev.forewarn.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a receiver's answer: the first kibibyte of it, as text. No more than that is ever inflated, however
 * much a small answer might grow to.
 */
final class ResponseText {

    private static final int KEPT = 1024;

    private ResponseText() {}

    /** @param encoding the header {@code Content-Encoding}, which nobody has asked for */
    static String of(Buffer read, @Nullable String encoding) {
        // NUL can't be stored as text.
        return new String(first(read.getBytes(), encoding), UTF_8).replace("\0", "");
    }

    private static byte[] first(byte[] read, @Nullable String encoding) {
        try (InputStream content = content(read, encoding)) {
            return content.readNBytes(KEPT);
        } catch (IOException e) {
            // Not what it says it is; an answer all the same.
            return new byte[0];
        }
    }

    private static InputStream content(byte[] read, @Nullable String encoding) throws IOException {
        InputStream raw = new ByteArrayInputStream(read);
        if (encoding == null || read.length == 0) {
            return raw;
        }
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> new GZIPInputStream(raw);
            case "deflate" -> new InflaterInputStream(raw);
            default -> raw;
        };
    }
}
