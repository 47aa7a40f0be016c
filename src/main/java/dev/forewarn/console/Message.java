package dev.forewarn.console;

import dev.forewarn.web.Problem;

/**
 * What has come of something, at the top of a page.
 *
 * @param tone {@code good, warn} or {@code bad}
 */
public record Message(String tone, String text) {

    static Message good(String text) {
        return new Message("good", text);
    }

    static Message bad(Problem problem) {
        return new Message("bad", problem.detail());
    }
}
