package dev.forewarn.lifecycle;

/** What will happen to a subject. The order is part of the stored form of a subscription's filter: append only. */
public enum Milestone implements Word {
    DEPRECATED,
    CLOSED_TO_NEW,
    READ_ONLY,
    BROWNOUT,
    SHUTDOWN,
    EXPORT_OPENS,
    EXPORT_CLOSES,
    DATA_DELETION
}
