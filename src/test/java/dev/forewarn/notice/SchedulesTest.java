package dev.forewarn.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.ledger.Ledger;
import dev.forewarn.ledger.Said;
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
import dev.forewarn.servers.ServersResource;
import dev.forewarn.subscription.Filter;
import dev.forewarn.subscription.Filters;
import dev.forewarn.web.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class SchedulesTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final int CUTOFFS = 20;
    private static final List<ZoneId> ZONES =
            List.of(ZoneOffset.UTC, ZoneId.of("America/Los_Angeles"), ZoneId.of("Pacific/Apia"));

    @Inject
    ScheduleStore store;

    @Inject
    Schedules schedules;

    @Inject
    Ledger ledger;

    @Inject
    CalendarClock calendar;

    private final Random random = new Random(11);
    private final String provider = "scheduled" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void howManyAreReadAtATimeAndHowLongThePagesAreChangesNothing() {
        ledger.append(IntStream.range(0, CUTOFFS).mapToObj(this::said).toList())
                .await()
                .atMost(AT_MOST);
        Filter filter =
                Filters.read(("{\"subjects\": [\"" + provider + "/*\"], \"leadTimes\": [\"P90D\", \"P7D\", \"P0D\"]}")
                        .getBytes(StandardCharsets.UTF_8));
        List<Upcoming> whole = all(schedules, filter, 1_000);

        assertThat(whole).hasSizeBetween(3 * CUTOFFS, 4 * CUTOFFS);
        assertThat(whole).isSortedAccordingTo(Comparator.comparing(Upcoming::place));
        assertThat(whole).doesNotHaveDuplicates();
        for (int chunk : new int[] {1, 7, CUTOFFS, CUTOFFS + 1}) {
            for (int limit : new int[] {3, whole.size()}) {
                assertThat(all(new Schedules(store, chunk), filter, limit))
                        .as("%s at a time, %s a page", chunk, limit)
                        .isEqualTo(whole);
            }
        }
    }

    private static List<Upcoming> all(Schedules schedules, Filter filter, int limit) {
        List<Upcoming> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<Upcoming> page = schedules
                    .page(filter, Optional.empty(), cursor, limit)
                    .await()
                    .atMost(AT_MOST);
            all.addAll(page.items());
            cursor = Optional.ofNullable(page.next());
        } while (cursor.isPresent());
        return all;
    }

    private Said said(int number) {
        CutoffKey key = CutoffKey.parse(provider + "/c" + number + ":shutdown");
        LocalDate day = LocalDate.ofInstant(calendar.instant(), ZoneOffset.UTC).plusDays(200 + random.nextInt(60));
        Statement statement = new Statement(
                new Subject(key.subject(), "c", SubjectKind.API, List.of()),
                key.milestone(),
                key.scope(),
                new Effective.On(day, ZONES.get(random.nextInt(ZONES.size()))),
                random.nextBoolean() ? Certainty.COMMITTED : Certainty.TENTATIVE,
                Optional.empty(),
                Replacement.UNKNOWN,
                Optional.empty(),
                new Speaker("Somebody", Authority.OFFICIAL, Optional.empty(), Optional.empty(), Optional.empty()));
        EventRef ref = new EventRef("https://" + provider + ".example", "" + number, calendar.instant());
        return new Said(new LifecycleEvent.Stated(ref, statement), new byte[] {1});
    }
}
