package dev.forewarn.console;

import java.util.Optional;

/**
 * A state in words.
 *
 * @param tone {@code good, warn, bad} or {@code soft}
 * @param means what it means, and why it is so
 */
public record Condition(String word, String tone, String means) {

    /** Of a subscription. */
    static Condition ofSubscription(String state, Optional<String> reason) {
        return switch (state) {
            case "active" -> new Condition(state, "good", "Its receiver wants notices, and gets them.");
            case "unverified" ->
                new Condition(
                        state,
                        "warn",
                        "Nothing but pings is sent until its receiver has answered one with a 2xx status.");
            case "failing" ->
                new Condition(
                        state,
                        "bad",
                        "All deliveries have failed for long. It is still sent to; if that goes on, it is disabled.");
            case "paused" ->
                new Condition(
                        state, "soft", "Its owner lets it rest. What is due waits until it is resumed, or of no use.");
            default -> new Condition(state, "bad", reason.map(Condition::why).orElse("Nothing is sent to it."));
        };
    }

    private static String why(String reason) {
        return switch (reason) {
            case "unverified" ->
                "Its receiver was asked for a day and never answered with a 2xx status. Resume asks anew.";
            case "failing" -> "Its receiver has done nothing but fail for days. Resume sends again.";
            case "gone" -> "Its receiver has answered 410 Gone: it wants no more. Resume sends again.";
            default -> "Nothing is sent to it.";
        };
    }

    /** Of a delivery. */
    static Condition ofDelivery(String state, Optional<String> reason) {
        return switch (state) {
            case "pending" -> new Condition(state, "warn", "It waits for its next attempt.");
            case "delivered" -> new Condition(state, "good", "The receiver has answered with a 2xx status.");
            case "failed" -> new Condition(state, "bad", "The last attempt failed, too.");
            case "expired" -> new Condition(state, "soft", "It would have been of no use any more.");
            default ->
                new Condition(
                        state,
                        "soft",
                        reason.isPresent()
                                ? "The cutoff was acknowledged: no reminder was wanted."
                                : "A newer notice has taken its place.");
        };
    }
}
