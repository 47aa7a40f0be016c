package dev.forewarn.ledger;

/** An event could not be folded into what is held: a fault of ours, which must not hold up the events beside it. */
public final class FoldingFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FoldingFailure(RuntimeException cause) {
        super(cause);
    }
}
