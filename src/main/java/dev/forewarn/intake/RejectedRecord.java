package dev.forewarn.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record of the topic of those that could not be taken.
 *
 * @param partition of that topic, as is the offset
 * @param at when it was put there
 * @param origin where it was read from; empty if nothing says so
 * @param whole whether these are all of its bytes, with its key and headers
 * @param key as text, for people
 * @param headers those that it came with, as text
 * @param bytes its value, or the beginning of it
 */
public record RejectedRecord(
        int partition,
        long offset,
        Instant at,
        String reason,
        Optional<String> origin,
        boolean whole,
        Optional<String> key,
        Map<String, String> headers,
        byte[] bytes) {

    /** What begins the names of our own headers. */
    static final String OURS = "forewarn-";

    static final String CUT_FROM = OURS + "cut-from";

    public RejectedRecord {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        bytes = bytes.clone();
    }

    /** @param most how many of its bytes are kept */
    static RejectedRecord of(ConsumerRecord<byte[], byte[]> kept, int most) {
        byte[] value = Optional.ofNullable(kept.value()).orElseGet(() -> new byte[0]);
        return new RejectedRecord(
                kept.partition(),
                kept.offset(),
                Instant.ofEpochMilli(kept.timestamp()),
                ours(kept, "reason").orElse("unknown"),
                origin(kept),
                kept.headers().lastHeader(CUT_FROM) == null,
                Optional.ofNullable(kept.key()).map(key -> new String(key, UTF_8)),
                foreign(kept),
                Arrays.copyOf(value, Math.min(value.length, most)));
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes as text, whatever they are. */
    public String shown() {
        return new String(bytes, UTF_8);
    }

    /** Whether the bytes are text, so that they can be edited as such and lose nothing. */
    public boolean isText() {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Optional<String> origin(ConsumerRecord<byte[], byte[]> kept) {
        return ours(kept, "topic")
                .map(topic -> topic + ", partition " + ours(kept, "partition").orElse("?") + ", offset "
                        + ours(kept, "offset").orElse("?"));
    }

    private static Optional<String> ours(ConsumerRecord<byte[], byte[]> kept, String name) {
        return Optional.ofNullable(kept.headers().lastHeader(OURS + name)).map(RejectedRecord::text);
    }

    private static Map<String, String> foreign(ConsumerRecord<byte[], byte[]> kept) {
        Map<String, String> headers = new LinkedHashMap<>();
        kept.headers().forEach(header -> {
            if (!header.key().startsWith(OURS)) {
                headers.put(header.key(), text(header));
            }
        });
        return headers;
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), UTF_8);
    }
}
