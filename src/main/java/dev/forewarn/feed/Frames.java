package dev.forewarn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What goes over a stream: <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">text/event-stream</a>. */
final class Frames {

    private static final Duration RETRY = Duration.ofSeconds(2);

    /** A comment, which no reader is shown. */
    static final Buffer HEARTBEAT = Buffer.buffer(": still here\n\n");

    // The bytes are our own: a notice begins with its id, its version and its type.
    private static final Pattern TYPE = Pattern.compile("\"type\"\\s*:\\s*\"(cutoff\\.[a-z]+)\"");
    private static final byte LINE_END = '\n';

    private Frames() {}

    /**
     * The beginning of a stream. It is sent at once, so that a reader sees that it is open, and says where it begins:
     * who began at the end and is cut off before the first notice must not begin at another end.
     */
    static Buffer opening(FeedCursor place) {
        return Buffer.buffer("retry: " + RETRY.toMillis() + "\nid: " + place + "\n\n");
    }

    /** An event for each notice. */
    static Buffer of(FeedSlice slice) {
        Buffer frames = Buffer.buffer(slice.size() + slice.items().size() * 160);
        slice.items().forEach(item -> append(frames, new FeedCursor(slice.epoch(), item.position()), item.body()));
        return frames;
    }

    private static void append(Buffer frames, FeedCursor place, byte[] body) {
        frames.appendString("id: " + place + "\nevent: " + type(body) + "\ndata: ");
        int from = 0;
        for (int i = 0; i < body.length; i++) {
            // A line break would end the event; the reader puts the lines together again.
            if (body[i] == LINE_END) {
                frames.appendBytes(body, from, i + 1 - from).appendString("data: ");
                from = i + 1;
            }
        }
        frames.appendBytes(body, from, body.length - from).appendString("\n\n");
    }

    private static String type(byte[] body) {
        Matcher type = TYPE.matcher(new String(body, 0, Math.min(body.length, 300), UTF_8));
        return type.find() ? type.group(1) : "message";
    }
}
