package dev.forewarn.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forewarn.lifecycle.Word;

/** What is sealed for a subscription: one can't be put in the place of the other. */
enum Sealed implements Word {
    /** A key of its signatures, whether the present one or the one before. */
    SECRET,
    /** Names and values of headers, as a JSON object. */
    HEADERS;

    /** What it is bound to (associated data). */
    byte[] of(String publicId) {
        return (word() + " " + publicId).getBytes(UTF_8);
    }
}
