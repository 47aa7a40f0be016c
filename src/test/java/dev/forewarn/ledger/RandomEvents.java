package dev.forewarn.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.lifecycle.LifecycleEvent;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Speaker;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.SubjectKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What three sources say about the cutoffs of one provider, each of which may hang on those before it, so that the order
 * of arrival never decides which event would close a cycle. The same seed says the same of any provider.
 */
final class RandomEvents {

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2199-01-01");
    private static final List<ZoneId> ZONES = List.of(ZoneId.of("UTC"), ZoneId.of("Asia/Kolkata"));

    private final Random random;
    private final String provider;
    private final int cutoffs;
    private final boolean linked;

    /** Of few cutoffs, most of which hang on others. */
    RandomEvents(long seed, String provider) {
        this(seed, provider, 6, true);
    }

    /** @param linked whether a date may hang on others */
    RandomEvents(long seed, String provider, int cutoffs, boolean linked) {
        this.random = new Random(seed);
        this.provider = provider;
        this.cutoffs = cutoffs;
        this.linked = linked;
    }

    List<Said> take(int events) {
        return IntStream.range(0, events).mapToObj(this::said).toList();
    }

    static CutoffKey key(String provider, int cutoff) {
        return CutoffKey.parse(provider + "/c" + cutoff + ":shutdown");
    }

    /** An event with a digest of its content. */
    static Said said(LifecycleEvent event) {
        return new Said(event, event.toString().getBytes(UTF_8));
    }

    static Statement statement(CutoffKey key, Authority authority, Effective effective, Certainty certainty) {
        return new Statement(
                new Subject(key.subject(), key.subject().name(), SubjectKind.API, List.of()),
                key.milestone(),
                key.scope(),
                effective,
                certainty,
                Optional.empty(),
                Replacement.UNKNOWN,
                Optional.empty(),
                new Speaker("Somebody", authority, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private Said said(int number) {
        int source = random.nextInt(3);
        int cutoff = random.nextInt(cutoffs);
        Instant time = FIRST.plus(random.nextInt(60), ChronoUnit.HOURS);
        EventRef ref = new EventRef("https://" + provider + ".example/" + source, "event-" + number, time);
        Statement statement = statement(
                key(provider, cutoff),
                source == 0 ? Authority.OFFICIAL : Authority.PRESS,
                effective(cutoff),
                oneOf(Certainty.values()));
        return said(
                random.nextInt(5) == 0
                        ? new LifecycleEvent.Withdrawn(ref, statement.key())
                        : new LifecycleEvent.Stated(ref, statement));
    }

    private Effective effective(int cutoff) {
        ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
        LocalDate day = DAY.plusDays(random.nextInt(40));
        return switch (random.nextInt(linked && cutoff > 0 ? 8 : 4)) {
            case 0 -> new Effective.Undated();
            case 1 -> new Effective.In(YearMonth.from(day), zone);
            case 2 -> new Effective.At(day.atStartOfDay(zone).toInstant());
            case 3 -> new Effective.On(day, zone);
            default ->
                new Effective.After(random.ints(2, 0, cutoff)
                        .mapToObj(earlier -> key(provider, earlier))
                        .toList());
        };
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }
}
