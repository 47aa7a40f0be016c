package dev.forewarn.delivery;

import dev.forewarn.sql.Columns;
import io.vertx.pgclient.PgException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Deliveries that were all taken at their first attempt, as few columns. */
final class TakenRows {

    private static final String UNIQUE_VIOLATION = "23505";

    private TakenRows() {}

    /** Whether one of them was there already: its commit's answer was lost, or what was leased was taken over. */
    static boolean areThere(Throwable failure) {
        return failure instanceof PgException refused && refused.getSqlState().equals(UNIQUE_VIOLATION);
    }

    /** The day under which they are kept; empty if they are not all of one day, or not all of them were taken at once. */
    static Optional<LocalDate> dayOf(List<Settled> settled) {
        if (settled.isEmpty()) {
            return Optional.empty();
        }
        LocalDate day = settled.get(0).message().day();
        return settled.stream().allMatch(each -> each.isEnd() && atOnce(each, day))
                ? Optional.of(day)
                : Optional.empty();
    }

    private static boolean atOnce(Settled settled, LocalDate day) {
        Outcome.Ended ended = settled.ended();
        return ended.state() == State.DELIVERED
                && ended.attempts() == 1
                && ended.last().isPresent()
                && settled.message().day().equals(day);
    }

    /**
     * Columns: subscription, position, status, took_ms, at; then what was leased, each with its claim, and the day.
     *
     * @param leased what each was leased with
     */
    static Columns<Settled> columns(List<Settled> taken, ToLongFunction<Settled> leased, LocalDate day) {
        // Of a lease that was lost and taken again both claims are asked for, and one of them does not hold.
        List<Lease> leases = taken.stream()
                .map(each -> new Lease(leased.applyAsLong(each), each.claim()))
                .distinct()
                .sorted(Comparator.comparingLong(Lease::of))
                .toList();
        return Columns.of(taken)
                .bigint(Settled::subscription)
                .bigint(each -> each.message().position())
                .smallint(each -> tried(each).answer().code().orElse(0))
                .integer(each -> tried(each).tookMs())
                .instant(each -> each.ended().at())
                .value(leases.stream().map(Lease::of).toArray(Long[]::new))
                .value(leases.stream().map(Lease::claim).toArray(Integer[]::new))
                .value(day);
    }

    private record Lease(long of, int claim) {}

    private static Outcome.Tried tried(Settled settled) {
        return settled.ended().last().orElseThrow();
    }
}
