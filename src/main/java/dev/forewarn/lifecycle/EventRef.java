package dev.forewarn.lifecycle;

import java.time.Instant;
import java.util.Comparator;

/**
 * Which event it was and when it was said. A source's events are in the order of their time, to the microsecond, then
 * of their id.
 *
 * @param source the stable speaker
 * @param id unique for its source
 */
public record EventRef(String source, String id, Instant time) implements Comparable<EventRef> {

    private static final int MAX_LENGTH = 1024;
    private static final Comparator<EventRef> ORDER =
            Comparator.comparing(EventRef::time).thenComparing(EventRef::id).thenComparing(EventRef::source);

    public EventRef {
        Text.checkLine("source", source, MAX_LENGTH);
        Text.checkLine("id", id, MAX_LENGTH);
        time = Window.kept(time);
    }

    @Override
    public int compareTo(EventRef other) {
        return ORDER.compare(this, other);
    }
}
