package dev.forewarn.subscription;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IPv4 address in any spelling that some reader of URLs takes for one: {@code 127.0.0.1}, {@code 127.1},
 * {@code 2130706433}, {@code 0177.0.0.1}, {@code 0x7f000001}.
 *
 * @see <a href="https://url.spec.whatwg.org/#concept-ipv4-parser">the URL standard's IPv4 parser</a>
 */
final class DottedNumbers {

    private static final int MAX_PARTS = 4;
    private static final int MAX_DIGITS = 12;
    private static final int MAX_BYTE = 255;
    private static final String INVALID = "has a host that ends in a number and is no IPv4 address";

    private DottedNumbers() {}

    /** Whether a host, in lower case, is a number for somebody: then it must be an address. */
    static boolean endIn(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return (!last.isEmpty() && digits(last, 0, 10)) || hex(last);
    }

    private static boolean hex(String part) {
        return part.startsWith("0x") && digits(part, 2, 16);
    }

    /** Whether all of it from there are digits of ASCII, in lower case. */
    private static boolean digits(String part, int from, int radix) {
        return part.chars().skip(from).allMatch(each -> value(each) < radix);
    }

    private static int value(int digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0';
        }
        return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : Integer.MAX_VALUE;
    }

    /** @throws IllegalArgumentException if it is no address */
    static InetAddress parse(String host) {
        String[] parts = host.split("\\.", -1);
        Wrong.unless(parts.length <= MAX_PARTS, INVALID);
        long address = 0;
        for (int i = 0; i < parts.length - 1; i++) {
            long part = number(parts[i]);
            Wrong.unless(part <= MAX_BYTE, INVALID);
            address |= part << (Byte.SIZE * (MAX_PARTS - 1 - i));
        }
        // The last number fills what the others leave.
        long last = number(parts[parts.length - 1]);
        Wrong.unless(last < 1L << (Byte.SIZE * (MAX_PARTS + 1 - parts.length)), INVALID);
        return address((int) (address | last));
    }

    private static long number(String part) {
        if (hex(part)) {
            return number(part.substring(2), 16);
        }
        boolean octal = part.length() > 1 && part.startsWith("0");
        int radix = octal ? 8 : 10;
        Wrong.unless(!part.isEmpty() && digits(part, 0, radix), INVALID);
        return number(part, radix);
    }

    private static long number(String digits, int radix) {
        int zeros = 0;
        while (zeros < digits.length() && digits.charAt(zeros) == '0') {
            zeros++;
        }
        String significant = digits.substring(zeros);
        Wrong.unless(significant.length() <= MAX_DIGITS, INVALID);
        return significant.isEmpty() ? 0 : Long.parseLong(significant, radix);
    }

    private static InetAddress address(int bits) {
        byte[] bytes = {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
