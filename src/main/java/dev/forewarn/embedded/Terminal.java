package dev.forewarn.embedded;

import java.util.regex.Pattern;

/** What a first run shows on standard output; the log goes elsewhere. */
final class Terminal {

    // Control and format characters could move the cursor, hide text or turn it round.
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private Terminal() {}

    /** One line, with whatever could do harm to a terminal left out. */
    static void print(String line) {
        System.out.println(clean(line));
    }

    static String clean(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("");
    }
}
