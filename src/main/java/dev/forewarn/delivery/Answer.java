package dev.forewarn.delivery;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What an attempt came to. */
sealed interface Answer {

    /**
     * The receiver answered.
     *
     * @param text the first kibibyte of its body
     * @param wish how long it wants to be left alone
     */
    record Status(int number, String text, Optional<Duration> wish) implements Answer {}

    /** No answer came. */
    record Broken(Reason why) implements Answer {}

    /** Nothing was sent: meanwhile it should not be. */
    record Withheld() implements Answer {}

    /** Why no answer came, in the words that an owner reads. */
    enum Reason {
        TIMEOUT,
        NAME_NOT_FOUND,
        BLOCKED_ADDRESS,
        CONNECTION_REFUSED,
        TLS,
        CONNECTION_CLOSED,
        /** Its status is none that HTTP knows. */
        INVALID_ANSWER,
        NO_CONNECTION
    }

    /** Whether the receiver took it: 2xx and nothing else. */
    default boolean success() {
        return this instanceof Status status && status.number() >= 200 && status.number() < 300;
    }

    default Optional<Integer> code() {
        return this instanceof Status status ? Optional.of(status.number()) : Optional.empty();
    }

    default Optional<String> response() {
        return this instanceof Status status ? Optional.of(status.text()) : Optional.empty();
    }

    default Optional<String> error() {
        return this instanceof Broken broken
                ? Optional.of(broken.why().name().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    default Optional<Duration> retryAfter() {
        return this instanceof Status status ? status.wish() : Optional.empty();
    }
}
