package dev.forewarn.delivery;

import dev.forewarn.subscription.Audience.Chunk;
import java.time.Instant;
import java.util.Set;

/** Attempts of a chunk that come to what a test says. */
final class FakePart implements FanoutCourse.Part {

    boolean settled;
    boolean answered;
    boolean lags;
    Set<Long> had = Set.of();

    private final FanoutCourse course;
    private final Chunk chunk;

    FakePart(FanoutCourse course, Chunk chunk) {
        this.course = course;
        this.chunk = chunk;
    }

    /** Nothing is left of them, and their fan-out is told. */
    void answer() {
        answered = true;
        course.goOn();
    }

    @Override
    public Chunk chunk() {
        return chunk;
    }

    @Override
    public void begin(Set<Long> had, Instant chunkAt, Instant startUntil) {
        this.had = had;
    }

    @Override
    public boolean settled() {
        return settled;
    }

    @Override
    public boolean answered() {
        return answered;
    }

    @Override
    public boolean lingers() {
        return lags;
    }
}
