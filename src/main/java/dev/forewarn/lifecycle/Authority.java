package dev.forewarn.lifecycle;

/** How much a source's word counts, least first. */
public enum Authority implements Word {
    TRACKER,
    PRESS,
    DISTRIBUTOR,
    /** The provider itself, or a channel's operator for its channel. */
    OFFICIAL
}
