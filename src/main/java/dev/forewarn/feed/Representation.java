package dev.forewarn.feed;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a read answers, sent only to those who do not have it yet: RFC 9110, section 13.1.2.
 *
 * @param tag the entity tag, without its quotes: another one for other bytes
 * @param cacheControl how long caches may answer in our place
 * @param next where a reader goes on
 */
record Representation(byte[] body, String tag, String cacheControl, Optional<String> next) {

    /** Caches may keep it, but ask each time whether it is still so. */
    private static final String ASK_AGAIN = "no-cache";

    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");

    /** Something that may be another the next time. */
    static Representation of(byte[] json, Optional<String> next) {
        return new Representation(json, digest(json), ASK_AGAIN, next);
    }

    /** Something whose tag follows from more than its bytes. */
    static Representation tagged(byte[] json, String tag, String next) {
        return new Representation(json, tag, ASK_AGAIN, Optional.of(next));
    }

    /** Something that never changes. */
    static Representation lasting(byte[] json, String tag) {
        return new Representation(json, tag, FOR_EVER, Optional.empty());
    }

    Response answer(HttpHeaders request) {
        Response.ResponseBuilder answer =
                knownTo(request) ? Response.notModified() : Response.ok(body, MediaType.APPLICATION_JSON);
        next.ifPresent(link -> answer.header(HttpHeaders.LINK, "<" + link + ">; rel=\"next\""));
        return answer.header(HttpHeaders.ETAG, '"' + tag + '"')
                .header(HttpHeaders.CACHE_CONTROL, cacheControl)
                .build();
    }

    private boolean knownTo(HttpHeaders request) {
        List<String> given = request.getRequestHeader(HttpHeaders.IF_NONE_MATCH);
        String tags = given == null ? "" : String.join(",", given);
        return tags.strip().equals("*")
                || TAG.matcher(tags).results().map(match -> match.group(1)).anyMatch(tag::equals);
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
