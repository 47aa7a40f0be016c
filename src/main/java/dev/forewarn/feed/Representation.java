package dev.forewarn.feed;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a read answers, sent only to those who do not have it yet: RFC 9110, section 13.1. What caches may do with it is
 * said as if anybody may read it; see {@code access.CachePolicy} for when that is not so.
 *
 * @param type its media type
 * @param tag the entity tag, without its quotes: another one for other bytes
 * @param cacheControl how long caches may answer in our place
 * @param modified when it came to be; empty for what is put together anew each time
 * @param next where a reader goes on
 */
record Representation(
        byte[] body, String type, String tag, String cacheControl, Optional<Instant> modified, Optional<String> next) {

    /** For a client to ask each time; for a cache that many share, to ask once a second for all of them. */
    private static final String ASK_AGAIN = "public, max-age=0, s-maxage=1";

    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");

    // RFC 9110, 5.6.7: two digits for the day, which the formatter of RFC 1123 does not always write.
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Something that may be another the next time. */
    static Representation of(byte[] json, Optional<String> next) {
        return new Representation(json, MediaType.APPLICATION_JSON, digest(json), ASK_AGAIN, Optional.empty(), next);
    }

    /** The same, but not as JSON. */
    static Representation of(byte[] file, String type) {
        return new Representation(file, type, digest(file), ASK_AGAIN, Optional.empty(), Optional.empty());
    }

    /** Something that may be another the next time, and whose tag follows from more than its bytes. */
    static Representation tagged(byte[] json, String tag, String next) {
        return new Representation(
                json, MediaType.APPLICATION_JSON, tag, ASK_AGAIN, Optional.empty(), Optional.of(next));
    }

    /** Something that never changes. */
    static Representation lasting(byte[] json, String tag, Instant modified) {
        return new Representation(
                json, MediaType.APPLICATION_JSON, tag, FOR_EVER, Optional.of(modified), Optional.empty());
    }

    /** Something for programs that look at it now and then: an answer that old does. */
    static Representation aged(byte[] file, String type, int seconds) {
        return new Representation(
                file, type, digest(file), "public, max-age=" + seconds, Optional.empty(), Optional.empty());
    }

    /** The same, but never to change under its address. */
    Representation forEver() {
        return new Representation(body, type, tag, FOR_EVER, modified, next);
    }

    Response answer(HttpHeaders request) {
        Response.ResponseBuilder answer = knownTo(request) ? Response.notModified() : Response.ok(body, type);
        headers().forEach(answer::header);
        return answer.build();
    }

    /** What is said of it, to those who have it already, too. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        next.ifPresent(link -> headers.put(HttpHeaders.LINK, "<" + link + ">; rel=\"next\""));
        modified.ifPresent(at -> headers.put(HttpHeaders.LAST_MODIFIED, HTTP_DATE.format(at)));
        headers.put(HttpHeaders.ETAG, entityTag());
        headers.put(HttpHeaders.CACHE_CONTROL, cacheControl);
        headers.put(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        return headers;
    }

    /** Weak: on its way it may be compressed, and then its bytes are others (RFC 9110, 8.8.3.3). */
    String entityTag() {
        return "W/\"" + tag + '"';
    }

    /** @param tags of a request's {@code If-None-Match} */
    boolean isAmong(String tags) {
        return tags.strip().equals("*")
                || TAG.matcher(tags).results().map(match -> match.group(1)).anyMatch(tag::equals);
    }

    private boolean knownTo(HttpHeaders request) {
        List<String> given = request.getRequestHeader(HttpHeaders.IF_NONE_MATCH);
        if (given == null || given.isEmpty()) {
            return modified.map(at -> sinceThen(request, at)).orElse(false);
        }
        return isAmong(String.join(",", given));
    }

    private static boolean sinceThen(HttpHeaders request, Instant modified) {
        return Optional.ofNullable(request.getHeaderString(HttpHeaders.IF_MODIFIED_SINCE))
                .flatMap(Representation::date)
                .map(since -> modified.getEpochSecond() <= since.getEpochSecond())
                .orElse(false);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
