package dev.forewarn.lifecycle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** When something takes effect, as it was said. */
public sealed interface Effective {

    /** The stretch of time that is meant, where it does not hang on other cutoffs. */
    Optional<Window> window();

    /** The cutoffs that the date hangs on. */
    default List<CutoffKey> follows() {
        return List.of();
    }

    /** A second. */
    record At(Instant at) implements Effective {
        public At {
            at = Window.kept(at);
        }

        @Override
        public Optional<Window> window() {
            return Optional.of(new Window(at, Optional.of(at.plusSeconds(1)), ZoneOffset.UTC));
        }
    }

    /** A whole day where the provider reckons it. */
    record On(LocalDate on, ZoneId zone) implements Effective {
        public On {
            Window.checkRange(on);
            Window.checkInCalendar(on, zone);
        }

        @Override
        public Optional<Window> window() {
            return Optional.of(Window.ofDays(on, on.plusDays(1), zone));
        }
    }

    /** A whole month: no day was named. */
    record In(YearMonth in, ZoneId zone) implements Effective {
        public In {
            Window.checkRange(in.atDay(1));
        }

        @Override
        public Optional<Window> window() {
            return Optional.of(Window.ofDays(in.atDay(1), in.plusMonths(1).atDay(1), zone));
        }
    }

    /** Some time after all of these have ended; see {@link Derivation}. */
    record After(List<CutoffKey> after) implements Effective {
        private static final int MAX = 50;

        public After {
            Text.require(!after.isEmpty(), "after names no cutoff");
            Text.require(after.size() <= MAX, "after names more than " + MAX + " cutoffs");
            after = after.stream().distinct().sorted().toList();
        }

        @Override
        public Optional<Window> window() {
            return Optional.empty();
        }

        @Override
        public List<CutoffKey> follows() {
            return after;
        }
    }

    /** No date was given. */
    record Undated() implements Effective {
        @Override
        public Optional<Window> window() {
            return Optional.empty();
        }
    }
}
