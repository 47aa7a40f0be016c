package dev.forewarn.lifecycle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * What three sources say in 2026 about four cutoffs, each of which may hang on those before it, so that the order of
 * arrival never decides which event would close a cycle.
 */
final class SomeEvents implements ArbitrarySupplier<List<LifecycleEvent.AboutCutoff>> {

    private static final List<CutoffKey> KEYS = Stream.of("app", "web", "export", "data")
            .map(name -> CutoffKey.parse("openai/" + name + ":shutdown"))
            .toList();
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final int DAYS = 400;

    private record Said(int key, Says says, boolean takenBack, int day) {
        LifecycleEvent.AboutCutoff event(int number) {
            Instant time = Says.instant(FIRST.plusDays(day).toString());
            EventRef ref = new EventRef(says.source(), "event-" + number, time);
            return takenBack
                    ? new LifecycleEvent.Withdrawn(ref, says.key())
                    : new LifecycleEvent.Stated(ref, says.statement());
        }
    }

    @Override
    public Arbitrary<List<LifecycleEvent.AboutCutoff>> get() {
        return said().list().ofMinSize(1).ofMaxSize(14).map(said -> IntStream.range(0, said.size())
                .<LifecycleEvent.AboutCutoff>mapToObj(i -> said.get(i).event(i))
                .toList());
    }

    private static Arbitrary<Said> said() {
        return Arbitraries.integers().between(0, KEYS.size() - 1).flatMap(key -> Combinators.combine(
                        says(key),
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.just(false)), Tuple.of(1, Arbitraries.just(true))),
                        Arbitraries.integers().between(0, 30))
                .as((says, takenBack, day) -> new Said(key, says, takenBack, day)));
    }

    private static Arbitrary<Says> says(int key) {
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.of(Authority.OFFICIAL, Authority.PRESS),
                        effective(key),
                        Arbitraries.of(Certainty.class),
                        Arbitraries.of(Replacement.UNKNOWN, Says.replacement("openai/next")))
                .as((source, authority, effective, certainty, replacement) -> new Says(
                        KEYS.get(key), source, authority, effective, certainty, replacement, Optional.empty()));
    }

    private static Arbitrary<Effective> effective(int key) {
        Arbitrary<LocalDate> days = Arbitraries.integers().between(0, DAYS).map(FIRST::plusDays);
        Arbitrary<ZoneId> zones = Arbitraries.of(
                        "UTC", "America/Los_Angeles", "Europe/Berlin", "Africa/Lagos", "Asia/Kolkata")
                .map(ZoneId::of);
        Arbitrary<Effective> on = Combinators.combine(days, zones).as(Effective.On::new);
        Arbitrary<Effective> in =
                Combinators.combine(days.map(YearMonth::from), zones).as(Effective.In::new);
        Arbitrary<Effective> at = days.map(day -> new Effective.At(Says.instant(day + "T17:30:00Z")));
        Arbitrary<Effective> undated = Arbitraries.just(Says.undated());
        return key == 0
                ? Arbitraries.oneOf(on, on, in, at, undated)
                : Arbitraries.oneOf(on, in, at, undated, after(key), after(key));
    }

    private static Arbitrary<Effective> after(int key) {
        Arbitrary<Set<CutoffKey>> earlier =
                Arbitraries.of(KEYS.subList(0, key)).set().ofMinSize(1).ofMaxSize(key);
        return earlier.map(keys -> new Effective.After(List.copyOf(keys)));
    }
}
