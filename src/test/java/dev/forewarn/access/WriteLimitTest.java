package dev.forewarn.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WriteLimitTest {

    private static final int PER_SECOND = 10;
    private static final int BURST = 25;

    private final AtomicLong nanos = new AtomicLong();
    private final WriteLimit limit = new WriteLimit(PER_SECOND, BURST, new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    });

    @Test
    void allowsABurstAndThenSoManyASecond() {
        assertThat(taken("a", 100)).isEqualTo(BURST);

        pass(Duration.ofSeconds(1));
        assertThat(taken("a", 100)).isEqualTo(PER_SECOND);
    }

    @Test
    void saysHowLongToWait() {
        taken("a", BURST);

        assertThat(limit.take("a")).contains(Duration.ofMillis(100));
        pass(Duration.ofMillis(100));
        assertThat(limit.take("a")).isEmpty();
    }

    @Test
    void countsEachKeyAlone() {
        taken("a", BURST);

        assertThat(limit.take("a")).isPresent();
        assertThat(limit.take("b")).isEmpty();
    }

    @Test
    void isNoLargerForWhoeverComesBackEarlyOrLate() {
        taken("a", BURST);
        pass(Duration.ofMillis(2_400));
        assertThat(taken("a", 100)).isEqualTo(24);

        pass(Duration.ofHours(1));
        assertThat(taken("a", 100)).isEqualTo(BURST);
    }

    @Test
    void tellsItself() {
        assertThat(limit.told()).contains("10").contains("25");
    }

    private long taken(String key, int times) {
        return IntStream.range(0, times).filter(i -> limit.take(key).isEmpty()).count();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
