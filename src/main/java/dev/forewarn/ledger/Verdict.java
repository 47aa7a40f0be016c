package dev.forewarn.ledger;

/** What became of an event that was to be appended. */
public sealed interface Verdict {

    /** It is stored, and all that follows from it. */
    record Stored() implements Verdict {}

    /** It was stored before; nothing has changed. */
    record Repeated() implements Verdict {}

    /**
     * It is not stored.
     *
     * @param pointer to the fault, as a JSON pointer into the event
     */
    record Refused(String pointer, String reason) implements Verdict {}
}
