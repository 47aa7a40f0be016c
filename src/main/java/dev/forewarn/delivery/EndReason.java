package dev.forewarn.delivery;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a delivery was superseded though its notice holds. The order is part of the stored form: append only. */
enum EndReason {
    /** Its subscription has acknowledged the cutoff. */
    ACKNOWLEDGED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<EndReason> stored(@Nullable Integer ordinal) {
        return Optional.ofNullable(ordinal).map(place -> values()[place]);
    }
}
