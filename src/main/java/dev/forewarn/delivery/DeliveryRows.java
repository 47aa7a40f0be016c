package dev.forewarn.delivery;

import dev.forewarn.sql.Columns;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** What both fan-outs and lanes write: deliveries that have ended, and failed attempts before the last. */
final class DeliveryRows {

    private DeliveryRows() {}

    /**
     * Columns of deliveries: subscription, position, day, state, attempts, status, error, took_ms, response, at, claim,
     * reason.
     */
    static Columns<Settled> ended(List<Settled> settled) {
        return Columns.of(settled)
                .bigint(Settled::subscription)
                .bigint(each -> each.message().position())
                .date(each -> each.message().day())
                .integer(each -> each.ended().state().ordinal())
                .integer(each -> each.ended().attempts())
                .optionalInteger(each ->
                        each.ended().last().flatMap(last -> last.answer().code()))
                .optionalText(each ->
                        each.ended().last().flatMap(last -> last.answer().error()))
                .integer(each -> each.ended().last().map(Outcome.Tried::tookMs).orElse(0))
                .optionalText(each -> response(each.ended().last()))
                .instant(each -> each.ended().at())
                .integer(Settled::claim)
                .optionalInteger(each -> each.ended().reason().map(EndReason::ordinal));
    }

    /** The receiver's words are kept of failures: those of a success nobody asks for. */
    private static Optional<String> response(Optional<Outcome.Tried> last) {
        return last.map(Outcome.Tried::answer)
                .filter(answer -> !answer.success())
                .flatMap(Answer::response)
                .filter(text -> !text.isEmpty());
    }

    /** Columns of what waits: subscription, until, position, day, attempts, told, last, claim. */
    static Columns<Settled> waits(List<Settled> settled) {
        return Columns.of(settled)
                .bigint(Settled::subscription)
                .instant(each -> each.waits().until())
                .bigint(each -> each.message().position())
                .date(each -> each.message().day())
                .integer(each -> each.waits().tries().made())
                .integer(each -> each.waits().tries().told())
                .bool(each -> each.waits().tries().last())
                .integer(Settled::claim);
    }

    /**
     * Columns of the attempts after which there is another, as the last one stands with the delivery: subscription,
     * position, day, number, at, status, error, took_ms, response, claim. Empty if there was none.
     */
    static Optional<Tuple> attempts(List<Settled> waiting) {
        List<Settled> failed = waiting.stream()
                .filter(each -> each.waits().failed().isPresent())
                .toList();
        return failed.isEmpty() ? Optional.empty() : Optional.of(columns(failed));
    }

    private static Tuple columns(List<Settled> failed) {
        return Columns.of(failed)
                .bigint(Settled::subscription)
                .bigint(each -> each.message().position())
                .date(each -> each.message().day())
                .integer(each -> tried(each).number())
                .instant(each -> tried(each).at())
                .optionalInteger(each -> tried(each).answer().code())
                .optionalText(each -> tried(each).answer().error())
                .integer(each -> tried(each).tookMs())
                .optionalText(each -> tried(each).answer().response())
                .integer(Settled::claim)
                .tuple();
    }

    private static Outcome.Tried tried(Settled settled) {
        return settled.waits().failed().orElseThrow();
    }
}
