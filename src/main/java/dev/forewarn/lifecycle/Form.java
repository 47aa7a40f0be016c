package dev.forewarn.lifecycle;

import java.util.function.IntPredicate;

/**
 * The form of a name: what a regular expression would tell, without the cost of one. Every event is checked against a
 * dozen.
 *
 * @param written as a regular expression, to be told to whom it may concern
 * @param first what its first character may be
 * @param others what those behind it may be
 */
record Form(String written, IntPredicate first, IntPredicate others) {

    /** Lower-case letters and digits, and hyphens behind the first. */
    static final Form SLUG = new Form("[a-z0-9][a-z0-9-]*", Form::lowerOrDigit, c -> lowerOrDigit(c) || c == '-');

    boolean matches(String text) {
        if (text.isEmpty() || !first.test(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!others.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean lowerOrDigit(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    static boolean letterOrDigit(int c) {
        return lowerOrDigit(c) || c >= 'A' && c <= 'Z';
    }

    @Override
    public String toString() {
        return written;
    }
}
