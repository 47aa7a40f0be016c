package dev.forewarn.ledger;

import java.util.function.Supplier;

/** An event could not be folded into what is held: a fault of ours, which must not hold up the events beside it. */
public final class FoldingFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private FoldingFailure(RuntimeException cause) {
        super(cause);
    }

    /** What the work gives; whatever it throws is such a failure. */
    public static <T> T of(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw new FoldingFailure(e);
        }
    }
}
