package dev.forewarn.intake;

import dev.forewarn.intake.RejectedTopic.Rejection;
import dev.forewarn.ledger.Ledger;
import dev.forewarn.ledger.Said;
import dev.forewarn.ledger.Verdict;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.watch.Ids;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Takes batches from Kafka.
 *
 * <pre>
 *   records ─▶ gathered ─▶ decode each ─▶ append to the ledger ─▶ put the rejected aside ─▶ acknowledge
 *                                             ▲          │
 *                                             └──────────┘ again, until it works
 * </pre>
 *
 * The offsets that are acknowledged are committed once a second. What came after them is taken again after a crash: what
 * was stored then is only repeated.
 */
@ApplicationScoped
class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final int BATCH = 500;

    private final RecordDecoder decoder;
    private final Ledger ledger;
    private final RejectedTopic rejectedTopic;
    private final Perseverance perseverance;
    private final IntakeMetrics metrics;
    private final IntakeTraces traces;
    private final Gathering gathering = new Gathering(BATCH, this::store);

    Intake(
            RecordDecoder decoder,
            Ledger ledger,
            RejectedTopic rejectedTopic,
            Perseverance perseverance,
            IntakeMetrics metrics,
            IntakeTraces traces) {
        this.decoder = decoder;
        this.ledger = ledger;
        this.rejectedTopic = rejectedTopic;
        this.perseverance = perseverance;
        this.metrics = metrics;
        this.traces = traces;
    }

    private record Arrival(ConsumerRecord<byte[], byte[]> received, Decoded decoded) {

        Optional<Said> said() {
            return decoded instanceof Decoded.Accepted accepted ? Optional.of(accepted.said()) : Optional.empty();
        }

        Optional<Rejection> rejection() {
            return decoded instanceof Decoded.Rejected why
                    ? Optional.of(new Rejection(received, why))
                    : Optional.empty();
        }
    }

    @Incoming("events")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> take(Message<ConsumerRecords<byte[], byte[]>> polled) {
        return gathering.add(polled);
    }

    private Uni<Void> store(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Arrival> arrivals = records.stream()
                .map(received -> new Arrival(received, decoder.decode(received)))
                .toList();
        arrivals.forEach(arrival -> arrival.said().ifPresent(said -> traces.came(said, arrival.received())));
        List<Arrival> accepted =
                arrivals.stream().filter(arrival -> arrival.said().isPresent()).toList();
        return append(accepted.stream()
                        .flatMap(arrival -> arrival.said().stream())
                        .toList())
                .map(verdicts -> rejections(arrivals, accepted, verdicts))
                .flatMap(rejectedTopic::put);
    }

    private Uni<List<Verdict>> append(List<Said> said) {
        return said.isEmpty()
                ? Uni.createFrom().item(List.of())
                : perseverance.untilDone(said.size() + " events wait to be stored", appendOnce(said));
    }

    private Uni<List<Verdict>> appendOnce(List<Said> said) {
        return ledger.append(said)
                .onFailure(Unstorable::isOne)
                .recoverWithUni(failure -> said.size() == 1 ? refused(said.get(0), failure) : oneByOne(said));
    }

    /** Something in the batch can't be stored: alone, it is found and does not block its neighbours. */
    private Uni<List<Verdict>> oneByOne(List<Said> said) {
        return Multi.createFrom()
                .iterable(said)
                .onItem()
                .transformToUniAndConcatenate(each -> appendOnce(List.of(each)))
                .map(verdicts -> verdicts.get(0))
                .collect()
                .asList();
    }

    private static Uni<List<Verdict>> refused(Said said, Throwable failure) {
        EventRef ref = said.event().ref();
        Ids.with(
                Map.of(Ids.SOURCE, ref.source(), Ids.EVENT, ref.id()),
                () -> LOG.errorf(failure, "event %s can't be stored", said));
        return Uni.createFrom().item(List.of(new Verdict.Refused("", "can't be stored")));
    }

    private List<Rejection> rejections(List<Arrival> arrivals, List<Arrival> accepted, List<Verdict> verdicts) {
        List<Rejection> rejections = new ArrayList<>(arrivals.stream()
                .flatMap(arrival -> arrival.rejection().stream())
                .toList());
        for (int i = 0; i < verdicts.size(); i++) {
            if (verdicts.get(i) instanceof Verdict.Refused refused) {
                var why = new Decoded.Rejected(refused.pointer(), refused.reason());
                rejections.add(new Rejection(accepted.get(i).received(), why));
            }
        }
        count(verdicts, rejections);
        traces.judged(accepted.stream().flatMap(each -> each.said().stream()).toList(), verdicts);
        return rejections;
    }

    private void count(List<Verdict> verdicts, List<Rejection> rejections) {
        metrics.stored(
                verdicts.stream().filter(Verdict.Stored.class::isInstance).count());
        metrics.repeated(
                verdicts.stream().filter(Verdict.Repeated.class::isInstance).count());
        metrics.rejected(rejections.stream().map(each -> each.why().pointer()).toList());
    }
}
