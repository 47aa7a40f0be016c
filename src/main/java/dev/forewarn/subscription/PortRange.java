package dev.forewarn.subscription;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports from the first to the last, written {@code 443} or {@code 8000-9999}. */
public record PortRange(int first, int last) {

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");
    private static final int MAX = 65_535;

    public PortRange {
        if (first < 1 || last < first || last > MAX) {
            throw new IllegalArgumentException(first + "-" + last + " are no ports: they are 1 to " + MAX);
        }
    }

    /** Read by the configuration. */
    public static PortRange of(String text) {
        Matcher range = RANGE.matcher(text.strip());
        if (!range.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no port such as 443, nor a range such as 8000-9999");
        }
        int first = Integer.parseInt(range.group(1));
        return new PortRange(first, range.group(2) == null ? first : Integer.parseInt(range.group(2)));
    }

    boolean contains(int port) {
        return first <= port && port <= last;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
