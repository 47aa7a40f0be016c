package dev.forewarn.subscription;

/** Says what is wrong with a URL. */
final class Wrong {

    private Wrong() {}

    static void unless(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
