package dev.forewarn.delivery;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Text for Slack. Whatever comes from an event is escaped, so that it can't call a channel or somebody in it
 * ({@code <!channel>}), nor hide where a link leads; and it is cut to what Slack takes, never within an escape or a link.
 *
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text">Formatting message text</a>
 */
final class Mrkdwn {

    private static final String CUT = "…";
    private static final Pattern WEB = Pattern.compile("https?://.", Pattern.CASE_INSENSITIVE);

    private Mrkdwn() {}

    /** Foreign text in one line, escaped, of at most so many characters as Slack counts them at the most. */
    static String escaped(String text, int most) {
        StringBuilder escaped = new StringBuilder();
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            String next = escaped(text.codePointAt(at));
            boolean last = at + Character.charCount(text.codePointAt(at)) == text.length();
            if (escaped.length() + next.length() + (last ? 0 : CUT.length()) > most) {
                return escaped.append(CUT).toString();
            }
            escaped.append(next);
        }
        return escaped.toString();
    }

    private static String escaped(int point) {
        return switch (point) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> Character.isISOControl(point) ? " " : Character.toString(point);
        };
    }

    /** A link under an escaped text; the text alone, where the address is so long that it could only be cut. */
    static String link(String address, String text, int most) {
        // What ends an address in Slack's syntax has no place in a URL but in its escaped form.
        String safe = address.replace("&", "&amp;")
                .replace("<", "%3C")
                .replace(">", "%3E")
                .replace("|", "%7C")
                .replaceAll("[\\s\\p{Cntrl}]", "");
        int room = most - safe.length() - "<|>".length();
        return WEB.matcher(safe).lookingAt() && room > 0 && !text.isBlank()
                ? "<" + safe + "|" + escaped(text, room).replace('|', ' ') + ">"
                : escaped(text, most);
    }

    /**
     * As many of these, each whole, as there is room for, and how many more there are.
     *
     * @param parts of which the first fits with room to spare
     */
    static String joined(List<String> parts, String between, int most) {
        String all = String.join(between, parts);
        for (int taken = parts.size() - 1; all.length() > most && taken > 0; taken--) {
            all = String.join(between, parts.subList(0, taken)) + between + (parts.size() - taken) + " more";
        }
        return all;
    }
}
