package dev.forewarn.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.UUID;

/**
 * What a poll has found.
 *
 * @param newest the position of the newest notice of all, when this was read
 * @param full whether there may be more
 */
record FeedSlice(UUID epoch, long newest, List<Item> items, boolean full) {

    private static final int ENVELOPE = 200;

    /** A notice: its place in the feed, and its bytes. */
    record Item(long position, byte[] body) {}

    FeedSlice {
        items = List.copyOf(items);
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** How many bytes its notices have. */
    int size() {
        return items.stream().mapToInt(item -> item.body().length).sum();
    }

    /** The place behind everything that was looked at, so that what did not match is not looked at again. */
    FeedCursor next() {
        return new FeedCursor(epoch, full ? items.get(items.size() - 1).position() : newest);
    }

    /** The place from which this was read. */
    FeedCursor before(FeedStart start) {
        Long position = start.position();
        return new FeedCursor(epoch, position == null ? newest : position);
    }

    /** Tells two answers to the same request apart: notices don't change, so their places are enough. */
    String tag() {
        long first = isEmpty() ? 0 : items.get(0).position();
        return epoch + "-" + first + "-" + next().position();
    }

    /** The answer, with the very bytes of the notices. */
    byte[] json() {
        ByteArrayOutputStream json = new ByteArrayOutputStream(size() + items.size() + ENVELOPE);
        json.writeBytes("{\"items\":[".getBytes(US_ASCII));
        for (int i = 0; i < items.size(); i++) {
            json.writeBytes((i == 0 ? "" : ",").getBytes(US_ASCII));
            json.writeBytes(items.get(i).body());
        }
        json.writeBytes(("],\"next\":\"" + next() + "\"}").getBytes(US_ASCII));
        return json.toByteArray();
    }
}
