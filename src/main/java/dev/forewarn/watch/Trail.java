package dev.forewarn.watch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Traces what becomes of an event.
 *
 * <pre>
 *   record ─▶ notice ─┬─▶ fan-out
 *                     └─▶ attempt, …
 * </pre>
 *
 * What a notice hangs on is known to the replica that has raised it, for the last {@value #KEPT} of them; what another
 * replica sends, or a restart has forgotten, begins a trace of its own with the notice's id. Off unless it is set, and
 * then no more than a look at {@link #on}.
 */
@Singleton
public class Trail {

    private static final int KEPT = 10_000;

    private final boolean on;
    private final Tracer tracer;
    // By their source and id, a line each; those that are being taken, and a while afterwards.
    private final Cache<String, Span> events = kept();
    private final Cache<String, SpanContext> notices = kept();

    Trail(
            OpenTelemetry telemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "true") boolean off) {
        this.on = !off;
        this.tracer = telemetry.getTracer("dev.forewarn");
    }

    private static <V> Cache<String, V> kept() {
        return Caffeine.newBuilder().maximumSize(KEPT).build();
    }

    /** An HTTP request of a delivery. */
    public record Attempt(
            String noticeId,
            String subscription,
            int number,
            Instant at,
            Instant ended,
            String result,
            boolean taken) {}

    /** Whether anything is traced: if not, nothing need be gathered for it. */
    public boolean on() {
        return on;
    }

    /** An event has come, in a record that may say what trace it belongs to. */
    public <C> void came(String source, String id, C record, TextMapGetter<C> headers, Attributes where) {
        Span before = events.getIfPresent(name(source, id));
        if (before != null && before.isRecording()) {
            // It is said twice in one batch.
            return;
        }
        Context sender = W3CTraceContextPropagator.getInstance().extract(Context.root(), record, headers);
        events.put(
                name(source, id),
                tracer.spanBuilder("event")
                        .setParent(sender)
                        .setSpanKind(SpanKind.CONSUMER)
                        .setAllAttributes(where)
                        .setAttribute("forewarn.event.source", source)
                        .setAttribute("forewarn.event.id", id)
                        .startSpan());
    }

    /** The event was judged. */
    public void judged(String source, String id, String verdict) {
        Optional.ofNullable(events.getIfPresent(name(source, id)))
                .ifPresent(
                        span -> span.setAttribute("forewarn.verdict", verdict).end());
    }

    /** @param cause the source and id of the event that it follows from, a line each; anything else if it follows from none */
    public void raised(String cause, String noticeId, String kind, String cutoff) {
        Context parent = Optional.ofNullable(events.getIfPresent(cause))
                .map(span -> Context.root().with(span))
                .orElseGet(Context::root);
        Span span = tracer.spanBuilder("notice")
                .setParent(parent)
                .setAttribute("forewarn.notice.id", noticeId)
                .setAttribute("forewarn.notice.kind", kind)
                .setAttribute("forewarn.cutoff.key", cutoff)
                .startSpan();
        span.end();
        notices.put(noticeId, span.getSpanContext());
    }

    /** All subscriptions that take the notice have been told once, or are waited for. */
    public void fannedOut(String noticeId, Instant raisedAt, Instant ended) {
        ofNotice("fan-out", noticeId).setStartTimestamp(raisedAt).startSpan().end(ended);
    }

    public void attempted(Attempt attempt) {
        Span span = ofNotice("attempt", attempt.noticeId())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("forewarn.subscription.id", attempt.subscription())
                .setAttribute("forewarn.attempt.number", attempt.number())
                .setAttribute("forewarn.attempt.result", attempt.result())
                .setStartTimestamp(attempt.at())
                .startSpan();
        span.setStatus(attempt.taken() ? StatusCode.OK : StatusCode.ERROR).end(attempt.ended());
    }

    private SpanBuilder ofNotice(String name, String noticeId) {
        Context parent = Optional.ofNullable(notices.getIfPresent(noticeId))
                .map(context -> Context.root().with(Span.wrap(context)))
                .orElseGet(Context::root);
        return tracer.spanBuilder(name).setParent(parent).setAttribute("forewarn.notice.id", noticeId);
    }

    private static String name(String source, String id) {
        return source + "\n" + id;
    }
}
