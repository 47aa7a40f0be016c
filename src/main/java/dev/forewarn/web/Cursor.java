package dev.forewarn.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list, for a client to hand back: URL-safe, and opaque, so that what it holds may change. It carries a
 * check sum, so that a mangled one is refused instead of leading somewhere else; it is no secret and proves nothing.
 */
public final class Cursor {

    private static final String VERSION = "1";
    private static final String BETWEEN = "\n";
    private static final int SUM_BYTES = 6;
    private static final int MAX_LENGTH = 2_048;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private Cursor() {}

    /**
     * Makes a cursor.
     *
     * @param kind which list it is a place in; another list will not take it
     * @param parts what the list needs to go on; their texts must not hold a line break
     */
    public static String encode(String kind, Object... parts) {
        String content = Stream.concat(Stream.of(VERSION, kind), Arrays.stream(parts))
                .map(Cursor::part)
                .collect(Collectors.joining(BETWEEN));
        return encoded(summed(content.getBytes(UTF_8)));
    }

    /**
     * The texts of the parts.
     *
     * @throws ProblemException if it is no cursor of this kind, naming the parameter
     */
    public static List<String> decode(String kind, String parameter, String text) {
        return content(text)
                .map(content -> List.of(content.split(BETWEEN, -1)))
                .filter(parts -> parts.size() >= 2 && parts.subList(0, 2).equals(List.of(VERSION, kind)))
                .map(parts -> parts.subList(2, parts.size()))
                .orElseThrow(() -> ProblemException.parameter(
                        parameter, "is not a cursor of this list; take it from an earlier answer, or leave it out"));
    }

    /**
     * The place of a list whose only part is a row's number.
     *
     * @param text the parameter {@code cursor}; null if left out: before all of them
     * @throws ProblemException if it is no cursor of this kind
     */
    public static long place(String kind, @Nullable String text) {
        return Optional.ofNullable(text).map(given -> number(kind, given)).orElse(-1L);
    }

    private static long number(String kind, String text) {
        List<String> parts = decode(kind, "cursor", text);
        if (parts.size() != 1 || !NUMBER.matcher(parts.get(0)).matches()) {
            throw ProblemException.parameter("cursor", "is not a cursor of this list");
        }
        return Long.parseLong(parts.get(0));
    }

    private static String part(Object part) {
        String text = part.toString();
        if (text.contains(BETWEEN)) {
            throw new IllegalArgumentException("a cursor's part holds a line break");
        }
        return text;
    }

    private static Optional<String> content(String text) {
        return bytes(text)
                .filter(bytes -> bytes.length > SUM_BYTES)
                .map(bytes -> Arrays.copyOfRange(bytes, SUM_BYTES, bytes.length))
                .filter(content -> encoded(summed(content)).equals(text))
                .map(content -> new String(content, UTF_8));
    }

    private static Optional<byte[]> bytes(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] summed(byte[] content) {
        byte[] summed = new byte[SUM_BYTES + content.length];
        System.arraycopy(sha256(content), 0, summed, 0, SUM_BYTES);
        System.arraycopy(content, 0, summed, SUM_BYTES, content.length);
        return summed;
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
