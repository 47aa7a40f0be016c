package dev.forewarn.lifecycle;

/** Where a cutoff stands at some instant. */
public enum Status implements Word {
    UPCOMING,
    OPEN,
    /** Over, and promised; a date that was not promised stays open. */
    PASSED,
    UNDATED,
    WITHDRAWN
}
