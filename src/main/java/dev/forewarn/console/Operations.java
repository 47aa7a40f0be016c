package dev.forewarn.console;

import dev.forewarn.delivery.Throughput;
import dev.forewarn.delivery.Workload;
import dev.forewarn.intake.imports.ImportReport;
import dev.forewarn.intake.imports.ImporterView;
import dev.forewarn.subscription.Troubled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the service is doing, for whoever runs it.
 *
 * @param calendar where the calendar stands
 * @param minute what ended within the last minute
 * @param hour within the last hour, or since this instance was started
 * @param troubled the endpoints that came into trouble last
 */
public record Operations(
        Frame frame,
        Instant now,
        Instant calendar,
        Throughput.Ended minute,
        Throughput.Ended hour,
        Workload.Standing standing,
        List<Troubled.Endpoint> troubled,
        List<ImporterView> importers) {

    /** An endpoint in trouble. */
    public record Endpoint(
            String id, String url, Condition state, Moment since, String owner, Optional<Moment> failingFrom) {}

    /** An importer, with its last report in a sentence. */
    public record Importer(
            String name,
            String source,
            String state,
            String tone,
            Optional<Moment> next,
            Optional<Moment> read,
            Optional<String> error,
            Optional<ImportReport> report) {}

    /** How many ended in a second, by the last minute. */
    public String perSecond() {
        long millis = minute.over().toMillis();
        return millis == 0 ? "–" : "%,.1f".formatted(minute.deliveries() * 1_000.0 / millis);
    }

    public String lastMinute() {
        return told(minute);
    }

    public String lastHour() {
        return told(hour);
    }

    private static String told(Throughput.Ended ended) {
        return ended.over().isZero() ? "not known yet" : "%,d in %s".formatted(ended.deliveries(), span(ended.over()));
    }

    public String waiting() {
        return bounded(standing.waiting()) + (isBeyond(standing.waiting()) ? about() : "");
    }

    private String about() {
        return standing.about() > Workload.BOUND ? ", about %,d".formatted(standing.about()) : "";
    }

    public String lanes() {
        return bounded(standing.lanes());
    }

    public String fanouts() {
        return bounded(standing.fanouts());
    }

    public String replays() {
        return bounded(standing.replays());
    }

    public String pings() {
        return bounded(standing.pings());
    }

    private static String bounded(long number) {
        return isBeyond(number) ? "at least %,d".formatted(number) : "%,d".formatted(number);
    }

    private static boolean isBeyond(long number) {
        return number >= Workload.BOUND;
    }

    /** How late the oldest is that waits; empty if nothing is. */
    public Optional<String> oldestDue() {
        return late(standing.oldestDue(), now);
    }

    public Optional<String> oldestFanout() {
        return late(standing.oldestFanout(), now);
    }

    /** How late the sweep is, by the calendar. */
    public Optional<String> lateReminder() {
        return late(standing.reminder(), calendar);
    }

    public Optional<Moment> nextReminder() {
        return Moment.of(standing.reminder());
    }

    public Moment today() {
        return new Moment(calendar);
    }

    private static Optional<String> late(Optional<Instant> due, Instant now) {
        return due.filter(at -> at.isBefore(now)).map(at -> span(Duration.between(at, now)));
    }

    private static String span(Duration span) {
        if (span.toMinutes() < 2) {
            return span.toSeconds() + " s";
        }
        return span.toHours() < 2
                ? span.toMinutes() + " min"
                : span.toDays() < 2 ? span.toHours() + " h" : span.toDays() + " days";
    }

    public List<Endpoint> endpoints() {
        return troubled.stream().map(Operations::endpoint).toList();
    }

    private static Endpoint endpoint(Troubled.Endpoint endpoint) {
        return new Endpoint(
                endpoint.id(),
                endpoint.url(),
                Condition.ofSubscription(endpoint.state(), endpoint.reason()),
                new Moment(endpoint.stateSince()),
                endpoint.ownerName(),
                Moment.of(endpoint.failingFrom()));
    }

    public List<Importer> feeds() {
        return importers.stream().map(Operations::importer).toList();
    }

    private static Importer importer(ImporterView view) {
        return new Importer(
                view.name(),
                view.source(),
                view.state(),
                view.state().equals("failing") ? "bad" : "soft",
                Moment.of(view.nextAt()),
                Moment.of(view.lastReport().map(ImportReport::readAt)),
                view.error(),
                view.lastReport());
    }

    /** Its page. */
    OperationsPage page() {
        return new OperationsPage(frame, this);
    }
}
