package dev.forewarn.subscription;

import dev.forewarn.lifecycle.Word;

/** Whether a subscription is sent to; as a word in the column {@code state}, which the statements of Targets name. */
enum State implements Word {
    ACTIVE
}
