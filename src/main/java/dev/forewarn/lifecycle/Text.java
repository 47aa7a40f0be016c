package dev.forewarn.lifecycle;

import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** What every text field of a value must satisfy. */
final class Text {

    private static final int SHOWN = 60;

    private Text() {}

    /** Requires something but white space, no control character but line ends and tabs, and no more than that length. */
    static void check(String what, String text, int max) {
        require(!text.isBlank(), () -> what + " is empty");
        require(text.length() <= max, () -> what + " has more than " + max + " characters");
        // NUL can't be stored as text, and other controls have no place in what is shown to somebody.
        require(
                !holds(text, c -> Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r'),
                () -> what + " holds a control character");
        require(wellFormed(text), () -> what + " holds half of a surrogate pair");
    }

    /** The same, for what must fit in one line. */
    static void checkLine(String what, String text, int max) {
        check(what, text, max);
        require(!holds(text, Character::isISOControl), () -> what + " has more than one line or a tab");
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** @param otherwise put together for what does not hold alone: of every event there are dozens of these checks */
    static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise.get());
        }
    }

    /** Foreign input, cut so that an error message stays readable. */
    static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static boolean holds(String text, IntPredicate character) {
        for (int i = 0; i < text.length(); i++) {
            if (character.test(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
