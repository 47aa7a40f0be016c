package dev.forewarn.intake;

import dev.forewarn.ledger.Said;

/** What a record turned out to be. */
sealed interface Decoded {

    /** An event in order, as far as can be seen from itself. */
    record Accepted(Said said) implements Decoded {}

    /** @param pointer to the fault, as a JSON pointer into the event in structured form; empty for the whole */
    record Rejected(String pointer, String reason) implements Decoded {

        /** For somebody who reads it alone. */
        String told() {
            return pointer.isEmpty() ? reason : pointer + ": " + reason;
        }
    }
}
