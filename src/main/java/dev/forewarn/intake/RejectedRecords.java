package dev.forewarn.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forewarn.ledger.Said;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * The records that could not be taken, for whoever runs the service: to look at, and to send again, as they were or put
 * right.
 *
 * <pre>
 *   sent again ─▶ found ─▶ judged ─┬─ would be rejected again ─▶ 422, with the reason
 *                                  └─ in order ─▶ what follows is told ─▶ written to the topic of events
 * </pre>
 */
@Singleton
public class RejectedRecords {

    private final RejectedReading reading;
    private final RecordDecoder decoder;
    private final DryRun dryRun;
    private final EventsTopic topic;

    RejectedRecords(RejectedReading reading, RecordDecoder decoder, DryRun dryRun, EventsTopic topic) {
        this.reading = reading;
        this.decoder = decoder;
        this.dryRun = dryRun;
        this.topic = topic;
    }

    /** The newest first, at most so many, with the beginnings of their bytes. Fails with a problem if Kafka is away. */
    public Uni<List<RejectedRecord>> newest(int most) {
        return reading.newest(most);
    }

    /** One with all its bytes. Fails with a problem if it is not there, or Kafka is away. */
    public Uni<RejectedRecord> one(int partition, long offset) {
        return found(partition, offset).map(kept -> RejectedRecord.of(kept, Integer.MAX_VALUE));
    }

    private Uni<ConsumerRecord<byte[], byte[]>> found(int partition, long offset) {
        return reading.one(partition, offset)
                .map(kept -> kept.orElseThrow(() -> ProblemException.notFound("such record")));
    }

    /**
     * What was sent again.
     *
     * @param repeated whether the event was stored before, so that it changes nothing
     * @param notices how many follow from it, as things stand
     */
    public record Sent(String source, String event, boolean repeated, int notices) {}

    /**
     * Writes a record to the topic of events, with its key and headers. Fails with a problem, 422, if it would be rejected
     * again.
     *
     * @param edited what takes the place of its value; empty: nothing does
     */
    public Uni<Sent> send(int partition, long offset, Optional<String> edited) {
        return found(partition, offset).map(kept -> original(kept, edited)).flatMap(this::send);
    }

    private Uni<Sent> send(ConsumerRecord<byte[], byte[]> original) {
        Said said = said(decoder.decode(original));
        return dryRun.of(List.of(said), List.of(""))
                .call(any -> topic.putAgain(said, original))
                .map(forecast -> new Sent(
                        said.event().ref().source(),
                        said.event().ref().id(),
                        forecast.repeated() > 0,
                        forecast.total()));
    }

    private static Said said(Decoded decoded) {
        if (decoded instanceof Decoded.Rejected why) {
            throw ProblemException.unprocessable(List.of(Problem.Fault.at(why.pointer(), why.reason())));
        }
        return ((Decoded.Accepted) decoded).said();
    }

    /** The record as it came, but for what was edited. */
    private static ConsumerRecord<byte[], byte[]> original(
            ConsumerRecord<byte[], byte[]> kept, Optional<String> edited) {
        if (kept.headers().lastHeader(RejectedRecord.CUT_FROM) != null) {
            throw ProblemException.unprocessable(List.of(Problem.Fault.at(
                    "", "only the beginning of this record was kept, as it was too large: it can't be sent again")));
        }
        byte[] value = edited.map(text -> text.getBytes(UTF_8)).orElseGet(kept::value);
        return new ConsumerRecord<>(
                kept.topic(),
                kept.partition(),
                kept.offset(),
                kept.timestamp(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                kept.key(),
                value,
                foreign(kept.headers()),
                Optional.empty());
    }

    private static Headers foreign(Headers headers) {
        RecordHeaders foreign = new RecordHeaders();
        for (Header header : headers) {
            if (!header.key().startsWith(RejectedRecord.OURS)) {
                foreign.add(header);
            }
        }
        return foreign;
    }
}
