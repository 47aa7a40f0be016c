package dev.forewarn.subscription;

import dev.forewarn.lifecycle.Word;

/** How a notice is written for a webhook. Its words are stored: they stay as they are. */
public enum Format implements Word {
    /** Standard Webhooks: the bytes of the feed. */
    STANDARD,
    /** CloudEvents 1.0 over HTTP, in binary mode. */
    CLOUDEVENTS,
    /** A message for an incoming webhook of Slack. */
    SLACK
}
