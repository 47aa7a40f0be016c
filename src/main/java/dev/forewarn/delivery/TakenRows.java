package dev.forewarn.delivery;

import dev.forewarn.sql.Columns;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Deliveries that were all taken at their first attempt, as few columns. */
final class TakenRows {

    private TakenRows() {}

    /** The day under which they are kept; empty if they are not all of one day, or not all of them were taken at once. */
    static Optional<LocalDate> dayOf(List<Settled> ended) {
        if (ended.isEmpty()) {
            return Optional.empty();
        }
        LocalDate day = ended.get(0).message().day();
        return ended.stream().allMatch(each -> atOnce(each, day)) ? Optional.of(day) : Optional.empty();
    }

    private static boolean atOnce(Settled settled, LocalDate day) {
        Outcome.Ended ended = settled.ended();
        return ended.state() == State.DELIVERED
                && ended.attempts() == 1
                && ended.last().isPresent()
                && settled.message().day().equals(day);
    }

    /** Columns: subscription, position, status, took_ms, at; then position and claim of each fan-out, and the day. */
    static Tuple tuple(List<Settled> taken, LocalDate day) {
        SortedMap<Long, Integer> claims = new TreeMap<>();
        taken.forEach(each -> claims.put(each.message().position(), each.claim()));
        return Columns.of(taken)
                .bigint(Settled::subscription)
                .bigint(each -> each.message().position())
                .smallint(each -> tried(each).answer().code().orElse(0))
                .integer(each -> tried(each).tookMs())
                .instant(each -> each.ended().at())
                .value(claims.keySet().toArray(Long[]::new))
                .value(claims.values().toArray(Integer[]::new))
                .value(day)
                .tuple();
    }

    private static Outcome.Tried tried(Settled settled) {
        return settled.ended().last().orElseThrow();
    }
}
