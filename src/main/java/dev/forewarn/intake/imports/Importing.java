package dev.forewarn.intake.imports;

import dev.forewarn.intake.IntakeSettings;
import dev.forewarn.intake.OwnEvents;
import dev.forewarn.intake.imports.ImportReport.Rejection;
import dev.forewarn.intake.imports.ImportReport.Taken;
import dev.forewarn.intake.imports.Row.Rejected;
import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.ledger.SourceClaims;
import dev.forewarn.ledger.SourceClaims.Held;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.LifecycleEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns a feed into events.
 *
 * <pre>
 *   bytes ─▶ rows ─▶ one row a cutoff ─▶ beside what the source is known to say ─▶ events to the topic ─▶ report
 *     │                                                                                 │
 *     └─▶ Unclear: no such feed                          source.read, last ─────────────┘
 * </pre>
 */
@Singleton
class Importing {

    private static final int AT_ONCE = 500;

    private final Vertx vertx;
    private final SourceClaims claims;
    private final OwnEvents events;
    private final Arrival arrival;
    private final CalendarClock calendar;
    private final IntakeSettings settings;

    Importing(
            Vertx vertx,
            SourceClaims claims,
            OwnEvents events,
            Arrival arrival,
            CalendarClock calendar,
            IntakeSettings settings) {
        this.vertx = vertx;
        this.claims = claims;
        this.events = events;
        this.arrival = arrival;
        this.calendar = calendar;
        this.settings = settings;
    }

    /**
     * @param readOn the day on which the bytes were read, in UTC
     * @param dryRun whether nothing is to be written
     */
    record Task(Terms terms, LocalDate readOn, boolean dryRun) {}

    /** Today, by the calendar. */
    LocalDate today() {
        return LocalDate.ofInstant(calendar.instant(), ZoneOffset.UTC);
    }

    /** Fails with {@link Unclear} if it is no such feed, and with {@link Moment.OutOfOrder} if it comes too late. */
    Uni<ImportReport> read(Task task, byte[] bytes) {
        return aside(() -> gathered(task.terms(), bytes))
                .flatMap(gathered -> compared(task, gathered))
                .flatMap(compared -> aside(() -> judged(compared)))
                .flatMap(judged -> written(task, judged));
    }

    /** The feed is as it was: what was found there then was found there again. */
    Uni<ImportReport> again(Terms terms, ImportReport before) {
        LocalDate day = today();
        return claims.of(terms.source(), Moment.start(day)).flatMap(held -> again(terms, before, day, held));
    }

    private Uni<ImportReport> again(Terms terms, ImportReport before, LocalDate day, List<Held> held) {
        Moment moment = Moment.of(day, calendar.instant(), held);
        Map<Boolean, List<CutoffKey>> found = held.stream()
                .filter(each -> each.says().isPresent())
                .collect(Collectors.partitioningBy(Held::found, Collectors.mapping(Held::key, Collectors.toList())));
        List<CutoffKey> missing = found.getOrDefault(false, List.of());
        var readings = Readings.of(terms.source(), moment, found.getOrDefault(true, List.of()), missing, settings);
        return put(readings).replaceWith(() -> before.again(moment, missing.size()));
    }

    /** Not on the event loop, which others wait for; what follows is back there. */
    private <T> Uni<T> aside(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }

    private static Gathered gathered(Terms terms, byte[] bytes) {
        List<Row> rows = terms.format().feed().rows(Document.read(bytes), terms.context());
        if (rows.isEmpty()) {
            throw new Unclear("holds no rows: a feed that says nothing at all is taken for a broken one");
        }
        return Gathered.of(rows);
    }

    private record Compared(Gathered gathered, Comparison comparison, Moment moment, List<Rejected> faulty) {}

    private Uni<Compared> compared(Task task, Gathered gathered) {
        return claims.of(task.terms().source(), Moment.start(task.readOn()))
                .map(held -> compared(task, gathered, held));
    }

    private Compared compared(Task task, Gathered gathered, List<Held> held) {
        Moment moment = Moment.of(task.readOn(), calendar.instant(), held);
        // Where no row at all is understood the feed has changed its form: nothing can be told missing from that.
        List<Held> beside = gathered.understood() ? held : List.of();
        Comparison comparison =
                Comparison.of(gathered.told(), beside, task.terms().source(), moment);
        return new Compared(gathered, comparison, moment, List.of());
    }

    /** What no publisher may write, this one may not either; it costs no other row. */
    private Compared judged(Compared compared) {
        List<Said> good = new ArrayList<>();
        List<Rejected> faulty = new ArrayList<>();
        for (Said said : compared.comparison().said()) {
            Optional<String> fault = events.fault(said.event());
            fault.ifPresentOrElse(reason -> faulty.add(new Rejected(said.label(), reason)), () -> good.add(said));
        }
        Comparison before = compared.comparison();
        Comparison after = new Comparison(good, before.unchanged(), before.missing());
        return new Compared(compared.gathered(), after, compared.moment(), faulty);
    }

    private Uni<ImportReport> written(Task task, Compared compared) {
        if (task.dryRun()) {
            return Uni.createFrom().item(() -> report(task, compared, false));
        }
        Comparison comparison = compared.comparison();
        List<LifecycleEvent> all = new ArrayList<>();
        comparison.said().forEach(said -> all.add(said.event()));
        all.addAll(Readings.of(
                task.terms().source(), compared.moment(), read(comparison), comparison.missing(), settings));
        return put(all).chain(() -> arrival.of(all)).map(stored -> report(task, compared, stored));
    }

    private static List<CutoffKey> read(Comparison comparison) {
        return Stream.concat(
                        comparison.said().stream().map(said -> said.event().key()), comparison.unchanged().stream())
                .sorted()
                .toList();
    }

    /** In their order, some at a time. */
    private Uni<Void> put(List<? extends LifecycleEvent> all) {
        return Multi.createFrom()
                .iterable(all)
                .group()
                .intoLists()
                .of(AT_ONCE)
                .onItem()
                .transformToUniAndConcatenate(events::put)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static ImportReport report(Task task, Compared compared, boolean stored) {
        Comparison comparison = compared.comparison();
        List<Rejection> rejections = Stream.concat(compared.gathered().rejected().stream(), compared.faulty().stream())
                .map(row -> new Rejection(row.label(), row.reason()))
                .toList();
        return new ImportReport(
                task.terms().name(),
                task.terms().format().word(),
                task.terms().source(),
                compared.moment().at(),
                compared.moment().day(),
                true,
                task.dryRun(),
                stored,
                compared.gathered().rows(),
                comparison.said().size(),
                comparison.unchanged().size(),
                compared.gathered().silent(),
                rejections.size(),
                comparison.missing().size(),
                comparison.said().stream()
                        .map(said -> new Taken(said.label(), said.event().key()))
                        .toList(),
                rejections,
                comparison.missing());
    }
}
