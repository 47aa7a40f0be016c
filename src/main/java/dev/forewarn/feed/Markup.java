package dev.forewarn.feed;

import java.util.regex.Pattern;

/** Text in markup. */
final class Markup {

    // XML 1.0, 2.2: what may not even be written as a reference.
    private static final Pattern NO_CHARACTER =
            Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    private Markup() {}

    /** Text as it may stand in an XML document before it is escaped. */
    static String characters(String text) {
        return NO_CHARACTER.matcher(text).replaceAll("\uFFFD");
    }

    /** Text as it may stand in HTML, and in XML. */
    static String escaped(String text) {
        return characters(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
