package dev.forewarn.subscription;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** An IPv6 address as it stands in a URL (RFC 3986, section 3.2.2, and RFC 6874 for its zone). */
final class BracketedIpv6 {

    private static final Pattern GROUPS = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F]*");
    private static final Pattern ENDING_IN_IPV4 =
            Pattern.compile("[0-9a-fA-F:]*:((0|[1-9][0-9]{0,2})\\.){3}(0|[1-9][0-9]{0,2})");
    private static final String INVALID = "has no valid IPv6 address";

    private BracketedIpv6() {}

    /** @throws IllegalArgumentException if it is none */
    static InetAddress parse(String text) {
        Wrong.unless(text.endsWith("]"), INVALID);
        // A zone names an interface of the machine that reads it: somebody else's is no part of the address.
        String groups = text.substring(1, text.length() - 1).split("%", 2)[0];
        Wrong.unless(
                GROUPS.matcher(groups).matches()
                        || ENDING_IN_IPV4.matcher(groups).matches(),
                INVALID);
        try {
            // What holds a colon is never looked up.
            return InetAddress.getByName(groups);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(INVALID, e);
        }
    }
}
