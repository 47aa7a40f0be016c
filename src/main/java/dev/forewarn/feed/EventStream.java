package dev.forewarn.feed;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/**
 * A body without an end.
 *
 * @param frames each made only when the one before was taken
 */
record EventStream(Multi<Buffer> frames) {

    static final String MEDIA_TYPE = "text/event-stream";
}
