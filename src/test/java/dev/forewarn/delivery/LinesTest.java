package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.subscription.Target;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinesTest {

    private static final Instant NOW = Instant.parse("2026-09-17T00:00:00Z");

    private final Lines lines = new Lines();
    private final Set<Long> fullSubscriptions = new HashSet<>();
    private final Set<String> fullHosts = new HashSet<>();

    @Test
    void subscriptionsOfAHostTakeTurnsEachInItsOwnOrder() {
        add(1, "a", 1, 2, 3);
        add(2, "a", 1, 2);

        assertThat(all()).containsExactly("1/1", "2/1", "1/2", "2/2", "1/3");
        assertThat(lines.impatient()).isZero();
    }

    @Test
    void hostsTakeTurnsHoweverManySubscriptionsTheyHave() {
        add(1, "a", 1);
        add(2, "a", 1);
        add(3, "a", 1);
        add(4, "b", 1, 2);

        assertThat(all()).containsExactly("1/1", "4/1", "2/1", "4/2", "3/1");
    }

    @Test
    void aFullSubscriptionIsPassedOverUntilOneOfItsRequestsHasEnded() {
        add(1, "a", 1, 2);
        add(2, "a", 1);
        fullSubscriptions.add(1L);

        assertThat(all()).containsExactly("2/1");
        fullSubscriptions.clear();
        assertThat(all()).as("nobody has said so").isEmpty();
        lines.freer(1, "a");
        assertThat(all()).containsExactly("1/1", "1/2");
    }

    @Test
    void aFullHostKeepsItsLinesAndNobodyElses() {
        add(1, "a", 1);
        add(2, "b", 1);
        fullHosts.add("a");

        assertThat(all()).containsExactly("2/1");
        fullHosts.clear();
        lines.freer(9, "a");
        assertThat(all()).containsExactly("1/1");
    }

    @Test
    void whatIsPutFirstIsNextOfItsSubscription() {
        add(1, "a", 1, 2);
        lines.addFirst(job(1, "a", 3), NOW);

        assertThat(all()).containsExactly("1/3", "1/1", "1/2");
    }

    @Test
    void whatIsTakenOutIsNotHandedOutAndLeavesTheRest() {
        add(1, "a", 1, 2, 3);
        add(2, "a", 1);

        assertThat(lines.take(1, waiting -> waiting.job().message().position() != 2))
                .hasSize(2);
        assertThat(lines.takeAll(waiting -> waiting.job().target().id() == 2)).hasSize(1);
        assertThat(lines.impatient()).isEqualTo(1);
        assertThat(all()).containsExactly("1/2");
        add(2, "a", 5);
        assertThat(all()).containsExactly("2/5");
    }

    private void add(long subscription, String host, long... positions) {
        for (long position : positions) {
            lines.add(job(subscription, host, position), NOW);
        }
    }

    private List<String> all() {
        List<String> all = new ArrayList<>();
        for (Optional<Job> next = lines.next(this::full); next.isPresent(); next = lines.next(this::full)) {
            all.add(next.get().target().id() + "/" + next.get().message().position());
        }
        return all;
    }

    private Optional<Capacity.Full> full(Job job) {
        if (fullSubscriptions.contains(job.target().id())) {
            return Optional.of(Capacity.Full.SUBSCRIPTION);
        }
        return fullHosts.contains(job.target().origin()) ? Optional.of(Capacity.Full.HOST) : Optional.empty();
    }

    private static Job job(long subscription, String host, long position) {
        Target target =
                new Target(subscription, "sub_" + subscription, URI.create("https://h.example/"), host, List.of());
        Job.Message message = new Job.Message(
                position, "ntc_" + position, Buffer.buffer(), LocalDate.EPOCH, Optional.empty(), Optional.empty(), NOW);
        return new Job(target, message, Tries.NONE, NOW, NOW, Instant.MAX, new FanoutTest.NoRun());
    }
}
