package dev.forewarn.lifecycle;

import java.util.regex.Pattern;

/** {@code cut_} and 26 characters of base32, see {@link CutoffKey#id()}. */
public record CutoffId(String value) implements Comparable<CutoffId> {

    private static final Pattern FORM = Pattern.compile("cut_[a-z2-7]{26}");

    public CutoffId {
        Text.require(FORM.matcher(value).matches(), "'" + Text.shorten(value) + "' is not a cutoff's id");
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
