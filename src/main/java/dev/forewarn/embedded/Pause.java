package dev.forewarn.embedded;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting that ends at once when the application does. */
final class Pause {

    private final CountDownLatch ending = new CountDownLatch(1);

    /** Whether the time went by; if not, the application is ending. */
    boolean takes(Duration duration) throws InterruptedException {
        return !ending.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    void end() {
        ending.countDown();
    }

    boolean ended() {
        return ending.getCount() == 0;
    }
}
