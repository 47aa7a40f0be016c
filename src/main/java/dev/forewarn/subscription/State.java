package dev.forewarn.subscription;

import dev.forewarn.lifecycle.Word;

/**
 * Whether a subscription is sent to; as a word in the column {@code state}, which statements here and in delivery name.
 *
 * <pre>
 *                      asked in vain for a day
 *               ┌───────────────────────────────────────┐
 *               │                                       ▼
 *   new ──▶ UNVERIFIED ── yes ──▶ ACTIVE ── 410 ──▶ DISABLED
 *               ▲  ▲              │ ▲  │                ▲  │
 *               │  │      fails   ▼ │  │ success        │  │
 *     another   │  │              FAILING ── fails on ──┘  │
 *     URL ──────┘  │                   │                   │
 *                  │             pause ▼                   │
 *                  └── resume ◀── PAUSED      resume ◀─────┘
 *                 (to ACTIVE, if it has said yes at this URL)
 * </pre>
 */
enum State implements Word {
    /** Its receiver has not said yet that it wants to be sent to: it gets pings, and nothing else. */
    UNVERIFIED,
    ACTIVE,
    /** Sent to, though all has failed for long. */
    FAILING,
    /** Its owner wants it to rest. */
    PAUSED,
    /** It has come to nothing: see {@link Reason}. */
    DISABLED
}
