package dev.forewarn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Draws a badge as SVG, with its text for those who don't see it. */
final class BadgeImage {

    static final String MEDIA_TYPE = "image/svg+xml";

    private static final int MAX_LABEL = 40;
    private static final int PADDING = 6;

    private static final String SVG =
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s">\
            <title>%2$s</title>\
            <rect width="%3$d" height="20" fill="#333333"/>\
            <rect x="%3$d" width="%4$d" height="20" fill="%5$s"/>\
            <g fill="#ffffff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" aria-hidden="true">\
            <text x="%6$d" y="14" textLength="%7$d" lengthAdjust="spacingAndGlyphs">%8$s</text>\
            <text x="%9$d" y="14" textLength="%10$d" lengthAdjust="spacingAndGlyphs">%11$s</text>\
            </g></svg>
            """;

    private BadgeImage() {}

    static byte[] of(Badge badge) {
        String label = shortened(badge.label());
        int left = width(label);
        int right = width(badge.text());
        int leftBox = left + 2 * PADDING;
        int rightBox = right + 2 * PADDING;
        return SVG.formatted(
                        leftBox + rightBox,
                        Markup.escaped(badge.label() + ": " + badge.text()),
                        leftBox,
                        rightBox,
                        badge.urgency().color(),
                        PADDING,
                        left,
                        Markup.escaped(label),
                        leftBox + PADDING,
                        right,
                        Markup.escaped(badge.text()))
                .getBytes(UTF_8);
    }

    private static String shortened(String label) {
        int[] points = label.codePoints().toArray();
        return points.length <= MAX_LABEL ? label : new String(points, 0, MAX_LABEL - 1) + "…";
    }

    /** About as wide as it is drawn; the reader's font is then fitted to it. */
    private static int width(String text) {
        return (int) Math.ceil(text.codePoints().mapToDouble(BadgeImage::width).sum());
    }

    // In Verdana at 11 pixels; what is neither Latin, Greek nor Cyrillic is drawn in a square.
    private static double width(int point) {
        if (point > 0x500) {
            return 11;
        }
        if ("mwMW@%".indexOf(point) >= 0) {
            return 10.5;
        }
        if (" .,:;'|!()[]/fijlrtI-".indexOf(point) >= 0) {
            return 4.5;
        }
        return Character.isUpperCase(point) ? 8 : 7;
    }
}
