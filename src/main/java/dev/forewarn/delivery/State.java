package dev.forewarn.delivery;

/** What became of a delivery. The order is part of the stored form: append only. */
enum State {
    DELIVERED,
    /** The last retry failed. */
    FAILED,
    /** It would have been of no use any more. */
    EXPIRED,
    /** Something newer has taken its place. */
    SUPERSEDED
}
