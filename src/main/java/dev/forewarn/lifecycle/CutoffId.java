package dev.forewarn.lifecycle;

/** {@code cut_} and 26 characters of base32, see {@link CutoffKey#id()}. */
public record CutoffId(String value) implements Comparable<CutoffId> {

    private static final String PREFIX = "cut_";
    private static final int LENGTH = PREFIX.length() + 26;

    public CutoffId {
        Text.require(wellFormed(value), () -> "'" + Text.shorten(value) + "' is not a cutoff's id");
    }

    private static boolean wellFormed(String value) {
        if (value.length() != LENGTH || !value.startsWith(PREFIX)) {
            return false;
        }
        for (int i = PREFIX.length(); i < LENGTH; i++) {
            char c = value.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '2' && c <= '7')) {
                return false;
            }
        }
        return true;
    }

    /**
     * Of a cutoff that is named by its id or by its key.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static CutoffId named(String text) {
        return text.contains("/") ? CutoffKey.parse(text).id() : new CutoffId(text);
    }

    @Override
    public int compareTo(CutoffId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
