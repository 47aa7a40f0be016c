package dev.forewarn.intake;

/** What is wrong with an event, and where. */
final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    Fault(String pointer, String reason) {
        super(reason, null, false, false);
        this.pointer = pointer;
    }

    Decoded.Rejected rejected() {
        return new Decoded.Rejected(pointer, String.valueOf(getMessage()));
    }
}
