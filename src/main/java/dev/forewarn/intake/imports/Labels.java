package dev.forewarn.intake.imports;

/** Foreign texts, made fit to be shown or stored. */
final class Labels {

    private static final int SHOWN = 120;

    private Labels() {}

    /** In one line, and no longer than can be read. */
    static String shorten(String text) {
        String line = clean(text);
        return line.length() <= SHOWN ? line : whole(line.substring(0, SHOWN)) + "…";
    }

    /** Without control characters and halves of characters, cut to that length; may be blank. */
    static String cut(String text, int max) {
        String clean = clean(text);
        return clean.length() <= max ? clean : whole(clean.substring(0, max - 1)) + "…";
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE ? ' ' : point)
                .forEach(clean::appendCodePoint);
        return clean.toString().replaceAll(" {2,}", " ").strip();
    }

    private static String whole(String cut) {
        boolean half = !cut.isEmpty() && Character.isHighSurrogate(cut.charAt(cut.length() - 1));
        return half ? cut.substring(0, cut.length() - 1) : cut;
    }
}
