package dev.forewarn.delivery;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which delivery: that of the notice at a position to a subscription. Outside it is {@code dlv_} and the lower-case
 * base32 of the 20 bytes of its three parts, which are all that is needed to find it.
 *
 * @param day under which it is kept
 */
record DeliveryId(long subscription, long position, LocalDate day) {

    private static final String PREFIX = "dlv_";
    private static final Pattern FORM = Pattern.compile("dlv_[a-z2-7]{32}");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 32;
    private static final int BITS = 5;
    private static final int LAST_DAY = (int) LocalDate.of(9999, 12, 31).toEpochDay();

    DeliveryId {
        if (subscription < 0 || position < 0 || day.toEpochDay() < 0 || day.toEpochDay() > LAST_DAY) {
            throw new IllegalArgumentException("no such delivery can be");
        }
    }

    /** Empty if this is no delivery's id. */
    static Optional<DeliveryId> parse(String text) {
        return FORM.matcher(text).matches() ? read(decoded(text)) : Optional.empty();
    }

    private static Optional<DeliveryId> read(ByteBuffer bytes) {
        long subscription = bytes.getLong();
        long position = bytes.getLong();
        int day = bytes.getInt();
        return subscription < 0 || position < 0 || day < 0 || day > LAST_DAY
                ? Optional.empty()
                : Optional.of(new DeliveryId(subscription, position, LocalDate.ofEpochDay(day)));
    }

    private static ByteBuffer decoded(String text) {
        BigInteger number = text.substring(PREFIX.length())
                .chars()
                .mapToObj(letter -> BigInteger.valueOf(ALPHABET.indexOf(letter)))
                .reduce(BigInteger.ONE, (before, digit) -> before.shiftLeft(BITS)
                        .or(digit));
        // Behind a byte for the leading one, which keeps the zeros that follow it.
        return ByteBuffer.wrap(number.toByteArray()).position(1).slice();
    }

    @Override
    public String toString() {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + Long.BYTES + Integer.BYTES)
                .putLong(subscription)
                .putLong(position)
                .putInt((int) day.toEpochDay());
        BigInteger number = new BigInteger(1, bytes.array());
        StringBuilder text = new StringBuilder(PREFIX);
        for (int i = LENGTH - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt(number.shiftRight(i * BITS).intValue() & (ALPHABET.length() - 1)));
        }
        return text.toString();
    }
}
