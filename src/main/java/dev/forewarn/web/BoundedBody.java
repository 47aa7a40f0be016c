package dev.forewarn.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that can be read up to the limit; beyond it, reading ends the request with a problem. */
final class BoundedBody extends FilterInputStream {

    private final BodyLimit limit;
    private final Runnable exceeded;
    private long read;

    /** @param exceeded is run before the request ends */
    BoundedBody(InputStream body, BodyLimit limit, Runnable exceeded) {
        super(body);
        this.limit = limit;
        this.exceeded = exceeded;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int more = super.read(into, offset, length);
        count(Math.max(0, more));
        return more;
    }

    private void count(int more) {
        read += more;
        if (!limit.allows(read)) {
            exceeded.run();
            throw limit.problem().exception();
        }
    }
}
