package dev.forewarn.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.subscription.Interest;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** As of when the attempts of a chunk know that their notice holds. */
class FanoutHeldTest {

    private static final Instant RAISED = Instant.parse("2026-09-24T00:00:00Z");
    private static final Interest INTEREST = new Interest(
            SubjectId.parse("openai/sora-2"), Milestone.SHUTDOWN, "*", "*", NoticeKind.ANNOUNCED, 0, Optional.empty());

    private static Fanout fanout(int claim) {
        Fanout.Lease lease = new Fanout.Lease(0, claim, RAISED.plusSeconds(30));
        return new Fanout(7, "ntc_7", Buffer.buffer(), INTEREST, Optional.empty(), RAISED, lease);
    }

    @Test
    void aChunkThatIsReadAtOnceKnowsItFromTheRaising() {
        Fanout own = fanout(1);
        assertThat(own.justRaised(RAISED)).isTrue();
        assertThat(own.heldAt(RAISED.plusMillis(499))).isEqualTo(RAISED);
    }

    @Test
    void whatWouldBeOldBeforeItsTurnIsLookedAtAlongWithTheChunk() {
        Instant half = RAISED.plus(Notices.FRESH.dividedBy(2));
        assertThat(fanout(1).justRaised(half)).isFalse();
        assertThat(fanout(1).heldAt(half)).isEqualTo(half);
        // By a clock that was put back it is not known when it was raised.
        Instant before = RAISED.minus(Duration.ofMillis(1));
        assertThat(fanout(1).heldAt(before)).isEqualTo(before);
    }

    @Test
    void whoTakesItOverLooks() {
        assertThat(fanout(2).justRaised(RAISED)).isFalse();
        Instant then = RAISED.plusMillis(1);
        assertThat(fanout(2).heldAt(then)).isEqualTo(then);
    }
}
