package dev.forewarn.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forewarn.lifecycle.Word;

/** What is sealed, for a subscription or for a browser: one can't be put in the place of the other. */
public enum Sealed implements Word {
    /** A key of its signatures, whether the present one or the one before. */
    SECRET,
    /** Names and values of headers, as a JSON object. */
    HEADERS,
    /** Who is signed in at the console, as a cookie holds it. */
    SESSION;

    /** What it is bound to (associated data). */
    byte[] of(String whose) {
        return (word() + " " + whose).getBytes(UTF_8);
    }
}
