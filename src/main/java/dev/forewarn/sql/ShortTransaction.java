package dev.forewarn.sql;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A transaction whose begin goes to PostgreSQL along with its first statements, and whose commit may go along with its last
 * ones: two journeys fewer, in which nobody else gets at the rows that it has locked.
 *
 * <p>A commit behind a statement that failed commits nothing: PostgreSQL rolls back instead, and the failure of the
 * statement is that of the transaction. That holds for what PostgreSQL refuses alone: what is found out from an answer, or
 * could keep a statement from being sent, must be known before the commit is. No work may go on after a failure of its own.
 */
public final class ShortTransaction {

    private final SqlConnection connection;
    private boolean ending;

    private ShortTransaction(SqlConnection connection) {
        this.connection = connection;
    }

    /**
     * Does some work in a transaction, which is committed by the end of it unless the work fails. Whoever gives it up does
     * not end it: what is on its way can't be called back, and what comes behind it must not do so outside of the
     * transaction.
     */
    public static <T> Uni<T> in(Pool pool, Function<ShortTransaction, Uni<T>> work) {
        return in(pool, work, answer -> {});
    }

    /** @param committed is told what the work came to once that is committed, even if it was given up */
    public static <T> Uni<T> in(Pool pool, Function<ShortTransaction, Uni<T>> work, Consumer<? super T> committed) {
        Uni<T> done = pool.getConnection()
                .flatMap(connection -> new ShortTransaction(connection).run(work))
                .invoke(answer -> committed.accept(answer));
        return Uni.createFrom().<T>emitter(end -> done.subscribe().with(end::complete, end::fail));
    }

    /** On which the work is done. */
    public SqlConnection connection() {
        return connection;
    }

    /** To be subscribed to right behind the last statements, without waiting for their answers; once at most. */
    public Uni<Void> commit() {
        return Uni.createFrom().deferred(() -> {
            ending = true;
            return say("commit");
        });
    }

    private <T> Uni<T> run(Function<ShortTransaction, Uni<T>> work) {
        Uni<T> done = Uni.createFrom().deferred(() -> work.apply(this));
        return Uni.combine()
                .all()
                .unis(say("begin"), done)
                .with((begun, answer) -> answer)
                .flatMap(answer -> committed().map(any -> answer))
                .onItemOrFailure()
                .call((answer, failure) -> leave(failure != null));
    }

    private Uni<Void> committed() {
        return ending ? Uni.createFrom().voidItem() : commit();
    }

    private Uni<Void> leave(boolean broken) {
        Uni<Void> rolledBack = broken ? say("rollback") : Uni.createFrom().voidItem();
        // A line that is dead by now changes nothing of what has come of it.
        return rolledBack
                .onFailure()
                .recoverWithNull()
                .chain(connection::close)
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> say(String word) {
        return connection.query(word).execute().replaceWithVoid();
    }
}
