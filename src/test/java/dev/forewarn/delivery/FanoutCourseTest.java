package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.delivery.FanoutStore.Progress;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.notice.Fanout;
import dev.forewarn.subscription.Audience.Chunk;
import dev.forewarn.subscription.Interest;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The order in which a fan-out goes through its chunks, whatever ends when. */
class FanoutCourseTest {

    private static final Instant RAISED = Instant.parse("2026-09-24T07:00:00Z");
    private static final Instant UNTIL = RAISED.plusSeconds(90);
    private static final Interest INTEREST = new Interest(
            SubjectId.parse("openai/api:sora"),
            Milestone.values()[0],
            "*",
            "*",
            NoticeKind.values()[0],
            0,
            Optional.empty());
    private static final Fanout FANOUT =
            new Fanout(7, "ntc_7", Buffer.buffer(), INTEREST, Optional.empty(), RAISED, new Fanout.Lease(0, 1, UNTIL));

    private final Elsewhere elsewhere = new Elsewhere();
    private final FanoutCourse course = new FanoutCourse(FANOUT, elsewhere);

    /** Notes what is asked for, e.g. {@code read 0}; the test answers. */
    private static final class Elsewhere implements FanoutCourse.Steps {

        final List<String> asked = new ArrayList<>();
        /** By the subscription up to which they go. */
        final Map<Long, FakePart> attempts = new HashMap<>();

        Optional<Progress> progress = Optional.empty();
        boolean broken;

        @Override
        public void read(FanoutCourse course, Fanout behind) {
            asked.add("read " + behind.lease().after());
        }

        @Override
        public void ask(FanoutCourse course) {
            asked.add("ask");
        }

        @Override
        public FakePart run(FanoutCourse course, Chunk chunk) {
            if (broken) {
                throw new IllegalStateException("can't be told");
            }
            asked.add("run " + chunk.upTo());
            FakePart run = new FakePart(course, chunk);
            attempts.put(chunk.upTo(), run);
            return run;
        }

        @Override
        public Instant startUntil(Fanout fanout) {
            return UNTIL;
        }

        @Override
        public void advance(FanoutCourse course, Progress progress) {
            asked.add("advance " + progress.upTo());
            this.progress = Optional.of(progress);
        }

        @Override
        public void lingers(FanoutCourse course, boolean now) {
            asked.add(now ? "lingers" : "lingers no more");
        }

        @Override
        public void left(FanoutCourse course) {
            asked.add("left");
        }

        List<String> sinceThen() {
            List<String> since = List.copyOf(asked);
            asked.clear();
            return since;
        }
    }

    private void found(long upTo, boolean last) {
        course.found(new Chunk(List.of(), upTo, last), RAISED, Set.of());
    }

    private FakePart told(long upTo) {
        return Optional.ofNullable(elsewhere.attempts.get(upTo)).orElseThrow();
    }

    private void answered(long upTo) {
        told(upTo).answered = true;
        course.goOn();
    }

    private void settled(long upTo) {
        told(upTo).answered = true;
        told(upTo).settled = true;
        course.goOn();
    }

    private void advanced(boolean held) {
        course.advanced(elsewhere.progress.orElseThrow(), UNTIL.plusSeconds(1), held);
    }

    /** The first chunk is being told and the second is in hand. */
    private void underWay() {
        course.goOn();
        found(1_000, false);
        course.held(true);
        found(2_000, false);
        elsewhere.asked.clear();
    }

    @Test
    void readsTheNextChunkWhileOneIsTold() {
        course.goOn();
        assertThat(elsewhere.sinceThen()).containsExactly("read 0");

        found(1_000, false);
        assertThat(course.atCursor()).isTrue();
        assertThat(elsewhere.sinceThen()).containsExactly("ask");

        course.held(true);
        assertThat(elsewhere.sinceThen()).containsExactly("run 1000", "read 1000");

        found(2_000, false);
        assertThat(course.atCursor()).isFalse();
        assertThat(elsewhere.sinceThen()).isEmpty();
    }

    @Test
    void beginsTheNextWhenTheOneBeforeIsAnsweredAndWritesTheCursorWhenThatIsWritten() {
        underWay();

        answered(1_000);
        assertThat(elsewhere.sinceThen()).containsExactly("ask");
        course.held(true);
        assertThat(elsewhere.sinceThen()).containsExactly("run 2000", "read 2000");

        settled(1_000);
        assertThat(elsewhere.sinceThen()).containsExactly("advance 1000");
        advanced(true);
        assertThat(course.fanout().lease()).isEqualTo(new Fanout.Lease(1_000, 1, UNTIL.plusSeconds(1)));
    }

    @Test
    void theCursorDoesNotPassWhatIsNotWritten() {
        underWay();
        answered(1_000);
        course.held(true);
        elsewhere.asked.clear();

        settled(2_000);
        assertThat(elsewhere.sinceThen()).isEmpty();

        settled(1_000);
        assertThat(elsewhere.sinceThen()).containsExactly("advance 2000");
    }

    @Test
    void oneCursorIsWrittenAtATime() {
        underWay();
        settled(1_000);
        course.held(true);
        elsewhere.asked.clear();

        settled(2_000);
        assertThat(elsewhere.sinceThen()).isEmpty();

        advanced(true);
        assertThat(elsewhere.sinceThen()).containsExactly("advance 2000");
    }

    @Test
    void isLeftOnceTheLastIsWritten() {
        course.goOn();
        found(1_000, true);
        course.held(true);
        assertThat(elsewhere.sinceThen()).containsExactly("read 0", "ask", "run 1000");

        settled(1_000);
        advanced(true);
        assertThat(elsewhere.sinceThen()).containsExactly("advance 1000", "left");
    }

    @Test
    void whatIsInHandIsNotBegunWhenSomebodyElseHasIt() {
        underWay();
        answered(1_000);

        course.held(false);
        assertThat(elsewhere.sinceThen()).containsExactly("ask", "left");

        settled(1_000);
        course.held(true);
        assertThat(elsewhere.sinceThen()).isEmpty();
    }

    @Test
    void isLeftWhenTheCursorTellsThatSomebodyElseHasIt() {
        underWay();
        settled(1_000);

        advanced(false);
        assertThat(elsewhere.sinceThen()).containsExactly("advance 1000", "ask", "left");
        course.held(true);
        assertThat(elsewhere.attempts).containsOnlyKeys(1_000L);
    }

    @Test
    void whatIsFoundAfterItWasLeftIsNotBegun() {
        course.goOn();
        course.notFound(false);
        found(1_000, false);

        assertThat(elsewhere.sinceThen()).containsExactly("read 0", "left");
    }

    @Test
    void whatCouldNotBeFoundOutIsAskedForAgain() {
        course.goOn();
        course.notFound(true);
        found(1_000, false);
        course.notAsked(true);
        assertThat(elsewhere.sinceThen()).containsExactly("read 0", "read 0", "ask", "ask");

        course.notAsked(false);
        assertThat(elsewhere.sinceThen()).containsExactly("left");
    }

    @Test
    void isNotLeftForBeingLateWhileItsCursorIsOnItsWay() {
        underWay();
        settled(1_000);
        assertThat(elsewhere.sinceThen()).containsExactly("advance 1000", "ask");

        course.notAsked(false);
        assertThat(elsewhere.sinceThen()).isEmpty();
        advanced(true);
        assertThat(elsewhere.sinceThen()).containsExactly("ask");
    }

    @Test
    void whoHasHadTheirsIsLeftOut() {
        course.goOn();
        course.found(new Chunk(List.of(), 1_000, false), RAISED, Set.of(3L, 5L));
        course.held(true);

        assertThat(told(1_000L).had).containsExactlyInAnyOrder(3L, 5L);
    }

    @Test
    void lingersWhileNothingIsLeftButRequestsThatLag() {
        course.goOn();
        found(1_000, true);
        course.held(true);
        elsewhere.asked.clear();

        told(1_000L).lags = true;
        answered(1_000);
        course.goOn();
        assertThat(elsewhere.sinceThen()).containsExactly("lingers");

        told(1_000L).lags = false;
        settled(1_000);
        assertThat(elsewhere.sinceThen()).containsExactly("advance 1000", "lingers no more");
    }

    @Test
    void lingersThoughWhatCameAfterIsWritten() {
        underWay();
        told(1_000L).lags = true;
        answered(1_000);
        course.held(true);
        found(2_500, true);
        elsewhere.asked.clear();

        settled(2_000);
        course.held(true);
        elsewhere.asked.clear();
        settled(2_500);
        assertThat(elsewhere.sinceThen()).containsExactly("lingers");
    }

    @Test
    void doesNotGoFurtherAheadThanItMay() {
        course.goOn();
        for (int i = 1; i <= 64; i++) {
            found(i, false);
            course.held(true);
            answered(i);
        }
        found(65, false);
        elsewhere.asked.clear();
        course.goOn();
        assertThat(elsewhere.sinceThen()).isEmpty();

        settled(1);
        assertThat(elsewhere.sinceThen()).containsExactly("advance 1", "ask");
    }

    @Test
    void oneThatCanNotBeToldIsLeftToItsLease() {
        elsewhere.broken = true;
        course.goOn();
        found(1_000, false);
        course.held(true);

        assertThat(elsewhere.sinceThen()).containsExactly("read 0", "ask", "left");
    }
}
