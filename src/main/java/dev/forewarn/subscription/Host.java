package dev.forewarn.subscription;

import inet.ipaddr.IPAddressNetwork;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The host of a URL, read once for all: what is checked, what is dialled and what receivers are counted by can't differ.
 * Numbers are read as the URL standard does (<a href="https://url.spec.whatwg.org/#host-parsing">host parsing</a>), which is
 * how {@code inet_aton} reads them.
 */
public sealed interface Host {

    /** As it stands in a URL and in the header Host: one text for all spellings. */
    String text();

    /** An address, however it was spelled. */
    record Address(InetAddress address) implements Host {

        private static final IPAddressNetwork.IPAddressGenerator ADDRESSES = new IPAddressNetwork.IPAddressGenerator();

        @Override
        public String text() {
            // IPv6 is shortened as RFC 5952 has it.
            return address instanceof Inet6Address
                    ? "[" + ADDRESSES.from(address.getAddress()).toCanonicalString() + "]"
                    : address.getHostAddress();
        }
    }

    /** A name that is looked up, in lower case and without a dot at its end. */
    record Name(String text) implements Host {

        private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
        private static final int MAX_LENGTH = 253;

        public Name {
            Wrong.unless(text.length() <= MAX_LENGTH, "has a host of more than " + MAX_LENGTH + " characters");
            Wrong.unless(
                    Arrays.stream(text.split("\\.", -1))
                            .allMatch(label -> LABEL.matcher(label).matches()),
                    "names no valid host: between dots stand 1 to 63 letters, digits and inner hyphens");
        }
    }

    /**
     * @param text as in a URL, an IPv6 address in brackets
     * @throws IllegalArgumentException saying what is wrong
     */
    static Host parse(String text) {
        Wrong.unless(!text.isEmpty(), "names no host");
        Wrong.unless(text.startsWith("[") || text.indexOf('%') < 0, "must not hold a % in its host");
        if (text.startsWith("[")) {
            return new Address(BracketedIpv6.parse(text));
        }
        String bare = text.toLowerCase(Locale.ROOT);
        // One dot at the end names the root, and the same host.
        bare = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
        return DottedNumbers.endIn(bare) ? new Address(DottedNumbers.parse(bare)) : new Name(bare);
    }
}
