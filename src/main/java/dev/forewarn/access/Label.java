package dev.forewarn.access;

/** A name that people give to an owner or a key. */
final class Label {

    private static final int MAX_LENGTH = 200;

    private Label() {}

    /** @throws IllegalArgumentException if it is empty, long, or can't be shown in a line */
    static String parse(String text) {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("must have 1 to " + MAX_LENGTH + " characters");
        }
        // NUL can't be stored as text, nor half of a surrogate pair.
        if (text.codePoints().anyMatch(Label::unfit)) {
            throw new IllegalArgumentException("holds a control character or half of a surrogate pair");
        }
        return text;
    }

    private static boolean unfit(int point) {
        return Character.getType(point) == Character.SURROGATE || Character.isISOControl(point);
    }
}
