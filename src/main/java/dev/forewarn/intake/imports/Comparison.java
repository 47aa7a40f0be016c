package dev.forewarn.intake.imports;

import dev.forewarn.intake.imports.Row.Told;
import dev.forewarn.ledger.SourceClaims.Held;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.lifecycle.LifecycleEvent.Stated;
import dev.forewarn.lifecycle.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a feed says now, beside what its source is known to say.
 *
 * @param said what differs
 * @param unchanged the cutoffs of which it says what it said
 * @param missing the cutoffs of which its source said something that it says no more
 */
record Comparison(List<Said> said, List<CutoffKey> unchanged, List<CutoffKey> missing) {

    private static final Duration AFTER = Duration.ofMillis(1);

    Comparison {
        said = List.copyOf(said);
        unchanged = List.copyOf(unchanged);
        missing = List.copyOf(missing);
    }

    static Comparison of(Map<CutoffKey, Told> told, List<Held> held, String source, Moment moment) {
        Map<CutoffKey, Held> known = held.stream().collect(Collectors.toMap(Held::key, Function.identity()));
        List<Said> said = new ArrayList<>();
        List<CutoffKey> unchanged = new ArrayList<>();
        told.forEach((key, row) -> {
            Optional<Held> before = Optional.ofNullable(known.get(key));
            if (before.flatMap(Held::says)
                    .filter(says -> same(says, row.statement()))
                    .isPresent()) {
                unchanged.add(key);
            } else {
                said.add(new Said(row.label(), new Stated(ref(key, before, source, moment), row.statement())));
            }
        });
        List<CutoffKey> missing = held.stream()
                .filter(each -> each.says().isPresent() && !told.containsKey(each.key()))
                .map(Held::key)
                .sorted()
                .toList();
        return new Comparison(said, unchanged, missing);
    }

    /** Whether nothing new is said, neither of the cutoff nor of its subject; a page that has moved is nothing new. */
    private static boolean same(Statement before, Statement now) {
        return before.saysSameAs(now) && before.subject().equals(now.subject());
    }

    /**
     * The row and the day that it was read, and the how-manieth of that day if it is not the first. The time is no more
     * precise than that, so that whoever reads the same feed twice before anything is stored says the very same event.
     */
    private static EventRef ref(CutoffKey key, Optional<Held> before, String source, Moment moment) {
        int earlier = before.map(Held::saidSince).orElse(0);
        String day = earlier == 0 ? moment.day().toString() : moment.day() + "." + (earlier + 1);
        Instant after = before.map(held -> held.last().time().plus(AFTER)).orElse(Instant.MIN);
        Instant time = after.isAfter(moment.dayStart()) ? after : moment.dayStart();
        return new EventRef(source, day + "/" + key, time);
    }
}
