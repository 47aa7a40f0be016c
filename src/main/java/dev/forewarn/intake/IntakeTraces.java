package dev.forewarn.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forewarn.ledger.Said;
import dev.forewarn.ledger.Verdict;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.watch.Trail;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Begins the traces: each accepted event is a part of the trace that its record names, or begins one. */
@Singleton
class IntakeTraces {

    private final Trail trail;

    IntakeTraces(Trail trail) {
        this.trail = trail;
    }

    void came(Said said, ConsumerRecord<byte[], byte[]> received) {
        if (trail.on()) {
            EventRef ref = said.event().ref();
            Attributes where = Attributes.builder()
                    .put("messaging.system", "kafka")
                    .put("messaging.destination.name", received.topic())
                    .put("messaging.destination.partition.id", Integer.toString(received.partition()))
                    .put("messaging.kafka.offset", received.offset())
                    .build();
            trail.came(ref.source(), ref.id(), received.headers(), new TraceHeaders(), where);
        }
    }

    /** @param verdicts one for each event, in the same order */
    void judged(List<Said> said, List<Verdict> verdicts) {
        if (trail.on()) {
            for (int i = 0; i < said.size(); i++) {
                EventRef ref = said.get(i).event().ref();
                String verdict = verdicts.get(i).getClass().getSimpleName().toLowerCase(Locale.ROOT);
                trail.judged(ref.source(), ref.id(), verdict);
            }
        }
    }

    /** As a tracing client sets them, or as CloudEvents' extension of distributed tracing has it in binary mode. */
    private static final class TraceHeaders implements TextMapGetter<Headers> {

        @Override
        public Iterable<String> keys(Headers headers) {
            return StreamSupport.stream(headers.spliterator(), false)
                    .map(Header::key)
                    .toList();
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String key) {
            return Optional.ofNullable(headers)
                    .flatMap(given -> Optional.ofNullable(given.lastHeader(key))
                            .or(() -> Optional.ofNullable(given.lastHeader("ce_" + key))))
                    .map(header -> new String(header.value(), UTF_8))
                    .orElse(null);
        }
    }
}
