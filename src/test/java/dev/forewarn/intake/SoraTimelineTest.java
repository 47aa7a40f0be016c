package dev.forewarn.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forewarn.lifecycle.Consequences;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Docket;
import dev.forewarn.lifecycle.Dossier;
import dev.forewarn.lifecycle.Draft;
import dev.forewarn.lifecycle.Ladder;
import dev.forewarn.lifecycle.LifecycleEvent.AboutCutoff;
import dev.forewarn.lifecycle.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The shipped timeline, folded by the rules alone: exactly the notices that were worked out by hand, and no more. The
 * calendar stands at each event's time when it is folded, and at each due instant when that is raised.
 */
class SoraTimelineTest {

    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    private final Map<CutoffKey, Dossier> dossiers = new HashMap<>();
    private final List<Draft> notices = new ArrayList<>();

    @Test
    void givesExactlyTheNoticesOfTheRules() throws IOException {
        timeline().forEach(this::take);
        sweepUntil(END);
        assertThat(lines())
                .containsExactlyElementsOf(
                        Files.readAllLines(Path.of("src/test/resources/sora-notices.txt"), StandardCharsets.UTF_8));
    }

    @Test
    void neverTellsAnOldDateAfterARevision() throws IOException {
        timeline().forEach(this::take);
        sweepUntil(END);
        Map<CutoffKey, Integer> revisions = new HashMap<>();
        for (Draft notice : notices) {
            int before = revisions.getOrDefault(notice.cutoff().key(), 0);
            assertThat(notice.cutoff().revision()).isGreaterThanOrEqualTo(before);
            revisions.put(notice.cutoff().key(), notice.cutoff().revision());
        }
    }

    private void take(AboutCutoff event) {
        Instant now = event.ref().time();
        sweepUntil(now);
        dossiers.computeIfAbsent(event.key(), key -> new Dossier(key, Optional.empty(), Optional.empty(), List.of()));
        Docket docket = new Docket(dossiers.values(), now);
        assertThat(docket.fold(event)).isInstanceOf(Docket.Accepted.class);
        notices.addAll(docket.notices());
    }

    private void sweepUntil(Instant now) {
        for (Optional<Dossier> next = next(now); next.isPresent(); next = next(now)) {
            raise(next.orElseThrow());
        }
    }

    private Optional<Dossier> next(Instant now) {
        return dossiers.values().stream()
                .filter(dossier ->
                        dossier.next().filter(due -> !due.at().isAfter(now)).isPresent())
                .min(Comparator.comparing((Dossier dossier) ->
                                dossier.next().orElseThrow().at())
                        .thenComparing(Dossier::key));
    }

    private void raise(Dossier dossier) {
        var due = dossier.next().orElseThrow();
        Consequences raised = Ladder.raise(dossier.cutoff().orElseThrow(), due, due.at());
        notices.addAll(raised.notices());
        dossiers.put(dossier.key(), new Dossier(dossier.key(), dossier.cutoff(), raised.next(), dossier.claims()));
    }

    private List<String> lines() {
        return notices.stream().map(SoraTimelineTest::line).toList();
    }

    private static String line(Draft notice) {
        String rung = notice.reminder()
                .map(reminder -> " " + reminder.leadTime().word() + (reminder.late() ? " late" : ""))
                .orElse("");
        String date = notice.cutoff()
                .window()
                .map(Window::start)
                .map(SoraTimelineTest::day)
                .orElse("undated");
        return "%s %s%s %s r%d %s %s"
                .formatted(
                        day(notice.at()),
                        notice.kind().word(),
                        rung,
                        notice.cutoff().key(),
                        notice.cutoff().revision(),
                        date,
                        notice.cutoff().standing().certainty().word());
    }

    private static String day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    private static List<AboutCutoff> timeline() throws IOException {
        Judge judge = Judge.at(END.toString());
        ObjectMapper json = new ObjectMapper();
        try (InputStream shipped =
                Objects.requireNonNull(SoraTimelineTest.class.getResourceAsStream("/embedded/timeline.json"))) {
            return StreamSupport.stream(json.readTree(shipped).spliterator(), false)
                    .map(event -> decoded(judge, event))
                    .sorted(Comparator.comparing(event -> event.ref().time()))
                    .toList();
        }
    }

    private static AboutCutoff decoded(Judge judge, JsonNode event) {
        Decoded decoded = judge.structured(event.toString().getBytes(StandardCharsets.UTF_8));
        return (AboutCutoff) ((Decoded.Accepted) decoded).said().event();
    }
}
