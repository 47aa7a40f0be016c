package dev.forewarn.ledger;

import dev.forewarn.lifecycle.Draft;
import dev.forewarn.sql.ShortTransaction;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes what follows from changes, in the transaction that makes them. */
public interface Aftermath {

    /**
     * @param transaction whose last statements these are: it holds the lock on the feed from here to its commit, which is
     *     sent with them
     * @param notices in the order in which they are to stand in the feed
     * @param nextDue the soonest calendar instant at which one of the changed cutoffs is due
     * @return what to do once the transaction has been committed
     */
    Uni<Runnable> write(ShortTransaction transaction, List<Draft> notices, Optional<Instant> nextDue);
}
