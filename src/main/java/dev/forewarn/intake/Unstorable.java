package dev.forewarn.intake;

import dev.forewarn.ledger.FoldingFailure;
import io.vertx.pgclient.PgException;
import java.util.Set;

/** Tells a failure that the events themselves cause from one that passes. */
final class Unstorable {

    /** Classes of SQLSTATE: data exception, integrity constraint violation, program limit exceeded. */
    private static final Set<String> CLASSES = Set.of("22", "23", "54");

    private Unstorable() {}

    static boolean isOne(Throwable failure) {
        return failure instanceof FoldingFailure
                || failure instanceof PgException refused
                        && CLASSES.contains(refused.getSqlState().substring(0, 2));
    }
}
