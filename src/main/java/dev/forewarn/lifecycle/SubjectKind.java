package dev.forewarn.lifecycle;

/** What sort of thing a subject is. */
public enum SubjectKind implements Word {
    API,
    ENDPOINT,
    MODEL,
    APP,
    PRODUCT,
    FEATURE,
    DATA
}
