package dev.forewarn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Standing;
import dev.forewarn.lifecycle.Status;
import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.SubjectKind;
import dev.forewarn.lifecycle.Window;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The database finds the same cutoffs of a status as the domain tells. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class CutoffStatusTest {

    private static final Instant EPOCH = Instant.parse("2026-03-08T00:00:00Z");
    private static final int CUTOFFS = 200;

    @Inject
    Rows rows;

    @Inject
    CutoffStore store;

    private final String provider = Rows.newProvider();
    private final Random random = new Random(7);

    @Test
    void theDatabaseAgreesWithTheDomainAtEveryInstant() {
        List<Cutoff> all = IntStream.range(0, CUTOFFS)
                .mapToObj(i -> rows.cutoff(random(i), Optional.empty()))
                .toList();
        List<Instant> moments = all.stream()
                .flatMap(cutoff -> cutoff.window().stream())
                .flatMap(window -> Stream.concat(Stream.of(window.start()), window.end().stream()))
                .flatMap(edge -> Stream.of(edge.minusNanos(1_000), edge, edge.plusNanos(1_000)))
                .distinct()
                .toList();
        for (Instant now : moments) {
            for (Status status : Status.values()) {
                assertThat(found(status, now)).as(status + " at " + now).isEqualTo(expected(all, status, now));
            }
        }
    }

    private static Set<String> expected(List<Cutoff> all, Status status, Instant now) {
        return all.stream()
                .filter(cutoff -> cutoff.status(now) == status)
                .map(cutoff -> cutoff.key().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> found(Status status, Instant now) {
        CutoffQuery query = new CutoffQuery(
                new SubjectPatterns(List.of(provider + "/*")),
                List.of(),
                List.of(),
                List.of(),
                List.of(status),
                Optional.empty(),
                Optional.empty(),
                1000,
                CutoffPlace.before(Instants.FIRST));
        Page<Cutoff> page = store.list(query, now).await().atMost(Duration.ofSeconds(10));
        return page.items().stream()
                .map(cutoff -> cutoff.key().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // Few instants, so that many windows begin and end together.
    private Cutoff random(int number) {
        CutoffKey key = CutoffKey.parse(provider + "/s" + number + ":shutdown");
        boolean withdrawn = random.nextInt(8) == 0;
        Standing standing = new Standing(
                new Subject(key.subject(), "s", SubjectKind.API, new ArrayList<>()),
                new Effective.Undated(),
                withdrawn || random.nextInt(8) == 0 ? Optional.empty() : Optional.of(window()),
                Certainty.values()[random.nextInt(Certainty.values().length)],
                Replacement.UNKNOWN,
                Rows.SOURCE,
                1,
                1,
                List.of());
        return new Cutoff(key, 1 + random.nextInt(3), withdrawn, standing);
    }

    private Window window() {
        Instant start = EPOCH.plusSeconds(random.nextInt(5)).plusNanos(1_000L * random.nextInt(2));
        Optional<Instant> end =
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(start.plusSeconds(1 + random.nextInt(3)));
        return new Window(start, end, ZoneOffset.UTC);
    }
}
