package dev.forewarn.subscription;

import dev.forewarn.lifecycle.Word;

/** How a notice is written for a webhook. */
enum Format implements Word {
    /** Standard Webhooks: the bytes of the feed. */
    STANDARD
}
