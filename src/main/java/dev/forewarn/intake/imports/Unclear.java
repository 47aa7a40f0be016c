package dev.forewarn.intake.imports;

/** What a row, or a whole document, leaves open; nothing is guessed then. */
final class Unclear extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    Unclear(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** For somebody who sees the row, but not the code. */
    String reason() {
        return reason;
    }
}
