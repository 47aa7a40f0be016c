package dev.forewarn.delivery;

import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What both fan-outs and lanes write: deliveries that have ended, and failed attempts before the last. */
final class DeliveryRows {

    private static final String PUT_ATTEMPTS = """
            insert into attempt (subscription_id, position, day, number, at, status, error, took_ms, response)
            select * from unnest($1::bigint[], $2::bigint[], $3::date[], $4::integer[], $5::timestamptz[], $6::integer[],
                                 $7::text[], $8::integer[], $9::text[])
            on conflict do nothing""";

    private DeliveryRows() {}

    /**
     * Columns of deliveries: subscription, position, day, state, attempts, status, error, took_ms, response, at, claim.
     */
    static Columns<Settled> ended(List<Settled> settled) {
        return Columns.of(settled)
                .bigint(Settled::subscription)
                .bigint(each -> each.message().position())
                .date(each -> each.message().day())
                .integer(each -> each.ended().state().ordinal())
                .integer(each -> each.ended().attempts())
                .optionalInteger(each -> each.ended().last().flatMap(last -> last.answer().code()))
                .optionalText(each -> each.ended().last().flatMap(last -> last.answer().error()))
                .integer(each -> each.ended().last().map(Outcome.Tried::tookMs).orElse(0))
                .optionalText(each -> response(each.ended().last()))
                .instant(each -> each.ended().at())
                .integer(Settled::claim);
    }

    /** The receiver's words are kept of failures: those of a success nobody asks for. */
    private static Optional<String> response(Optional<Outcome.Tried> last) {
        return last.map(Outcome.Tried::answer)
                .filter(answer -> !answer.success())
                .flatMap(Answer::response)
                .filter(text -> !text.isEmpty());
    }

    /** Columns of what waits: subscription, until, position, day, attempts, claim. */
    static Columns<Settled> waits(List<Settled> settled) {
        return Columns.of(settled)
                .bigint(Settled::subscription)
                .instant(each -> each.waits().until())
                .bigint(each -> each.message().position())
                .date(each -> each.message().day())
                .integer(each -> each.waits().attempts())
                .integer(Settled::claim);
    }

    /** The attempts after which there is another; the last one stands with the delivery. */
    static Stream<Uni<Void>> putAttempts(SqlClient tx, List<Settled> waiting) {
        List<Settled> failed = waiting.stream()
                .filter(each -> each.waits().failed().isPresent())
                .toList();
        return failed.isEmpty()
                ? Stream.empty()
                : Stream.of(tx.preparedQuery(PUT_ATTEMPTS).execute(attempts(failed)).replaceWithVoid());
    }

    private static Tuple attempts(List<Settled> failed) {
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
                .tuple();
    }

    private static Outcome.Tried tried(Settled settled) {
        return settled.waits().failed().orElseThrow();
    }
}
