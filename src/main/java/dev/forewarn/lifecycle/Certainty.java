package dev.forewarn.lifecycle;

/** How firmly a date was said. Only a committed date is ever reached or passed. */
public enum Certainty implements Word {
    /** Promised. */
    COMMITTED,
    /** Not before. */
    EARLIEST,
    /** Nothing was said of it. */
    TENTATIVE
}
