package dev.forewarn.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After}: seconds, or an HTTP date (RFC 9110, 10.2.3). */
final class RetryAfter {

    private RetryAfter() {}

    /** How long to wait; empty if there is no such header or it can't be read. */
    static Optional<Duration> parse(@Nullable String header, Instant now) {
        return Optional.ofNullable(header).map(String::strip).flatMap(value -> read(value, now));
    }

    private static Optional<Duration> read(String value, Instant now) {
        if (!value.isEmpty() && value.length() < 10 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(at.isBefore(now) ? Duration.ZERO : Duration.between(now, at));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
