package dev.forewarn.lifecycle;

/**
 * The name of a subject, written {@code provider/name}, e.g. {@code groq/qwen/qwen3-32b}: everything after the first
 * slash is the name.
 */
public record SubjectId(String provider, String name) implements Comparable<SubjectId> {

    private static final int MAX_LENGTH = 200;
    private static final Form NAME = new Form(
            "[A-Za-z0-9][A-Za-z0-9._:/-]*", Form::letterOrDigit, c -> Form.letterOrDigit(c) || "._:/-".indexOf(c) >= 0);

    public SubjectId {
        Text.require(
                Form.SLUG.matches(provider),
                () -> "provider '" + Text.shorten(provider) + "' does not match " + Form.SLUG);
        Text.require(NAME.matches(name), () -> "name '" + Text.shorten(name) + "' does not match " + NAME);
        Text.require(
                provider.length() + 1 + name.length() <= MAX_LENGTH,
                "subject has more than " + MAX_LENGTH + " characters");
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if the text is not {@code provider/name}
     */
    public static SubjectId parse(String text) {
        int slash = text.indexOf('/');
        Text.require(slash >= 0, () -> "'" + Text.shorten(text) + "' is not of the form provider/name");
        return new SubjectId(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(SubjectId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return provider + "/" + name;
    }
}
