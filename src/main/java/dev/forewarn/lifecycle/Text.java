package dev.forewarn.lifecycle;

/** What every text field of a value must satisfy. */
final class Text {

    private static final int SHOWN = 60;

    private Text() {}

    /** Requires something but white space, no control character but line ends and tabs, and no more than that length. */
    static void check(String what, String text, int max) {
        require(!text.isBlank(), what + " is empty");
        require(text.length() <= max, what + " has more than " + max + " characters");
        // NUL can't be stored as text, and other controls have no place in what is shown to somebody.
        require(
                text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r'),
                what + " holds a control character");
        require(wellFormed(text), what + " holds half of a surrogate pair");
    }

    /** The same, for what must fit in one line. */
    static void checkLine(String what, String text, int max) {
        check(what, text, max);
        require(text.chars().noneMatch(Character::isISOControl), what + " has more than one line or a tab");
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Foreign input, cut so that an error message stays readable. */
    static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static boolean wellFormed(String text) {
        return text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
