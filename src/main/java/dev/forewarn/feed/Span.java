package dev.forewarn.feed;

import dev.forewarn.lifecycle.Word;

/** Which stretch of the calendar somebody looks at. */
public enum Span implements Word {
    /** Dates that are not over, the nearest first. */
    AHEAD,
    /** Dates that are over, the latest first: also those that nobody had promised. */
    PAST,
    /** Announced, but without a date. */
    UNDATED,
    /** What all sources have taken back. */
    WITHDRAWN
}
