package dev.forewarn.lifecycle;

/**
 * What a notice tells. On the wire its type is the word behind {@code cutoff.}; the order is part of the stored form of
 * a subscription's filter: append only.
 */
public enum NoticeKind implements Word {
    ANNOUNCED,
    REVISED,
    WITHDRAWN,
    CONFLICTED,
    APPROACHING,
    REACHED;

    /** The type as webhooks and the feed carry it. */
    public String type() {
        return "cutoff." + word();
    }
}
