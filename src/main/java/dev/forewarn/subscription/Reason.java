package dev.forewarn.subscription;

import dev.forewarn.lifecycle.Word;

/** Why a subscription is disabled. */
enum Reason implements Word {
    /** Its receiver was asked in vain. */
    UNVERIFIED,
    /** Nothing but failures for days. */
    FAILING,
    /** Its receiver has answered 410. */
    GONE
}
