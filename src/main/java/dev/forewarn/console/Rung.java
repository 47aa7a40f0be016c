package dev.forewarn.console;

import dev.forewarn.feed.CutoffDossier.DueView;
import dev.forewarn.feed.CutoffDossier.RaisedView;
import dev.forewarn.feed.Stories;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A reminder of a cutoff, or the notice of its end.
 *
 * @param state {@code raised, coming} or {@code skipped}: its day had gone by when the date became known
 * @param notice that was raised
 */
public record Rung(String label, String day, Instant at, String state, Optional<String> notice) {

    /** The ladder of its present date, longest lead first; empty if it has none. */
    static List<Rung> of(Stories.OfCutoff story) {
        return story.cutoff().window().stream()
                .flatMap(window -> Stream.concat(
                        Arrays.stream(LeadTime.values()).map(rung -> of(story, window, rung)), end(story, window)))
                .toList();
    }

    boolean skipped() {
        return state.equals("skipped");
    }

    /** A lead time as a notice names it. */
    static String named(String leadTime) {
        return Arrays.stream(LeadTime.values())
                .filter(rung -> rung.word().equals(leadTime))
                .map(rung -> rung == LeadTime.P0D ? Wording.of(rung) : Wording.of(rung) + " before")
                .findFirst()
                .orElse(leadTime);
    }

    private static Rung of(Stories.OfCutoff story, Window window, LeadTime rung) {
        Optional<String> notice = raised(story)
                .filter(raised -> raised.leadTime().equals(Optional.of(rung.word())))
                .map(RaisedView::id)
                .findFirst();
        boolean coming =
                story.dossier().schedule().stream().map(DueView::leadTime).anyMatch(Optional.of(rung)::equals);
        return of(Wording.of(rung), rung.dueAt(window), window, notice, coming);
    }

    private static Stream<Rung> end(Stories.OfCutoff story, Window window) {
        Optional<String> notice = raised(story)
                .filter(raised -> raised.kind() == NoticeKind.REACHED)
                .map(RaisedView::id)
                .findFirst();
        boolean coming = story.dossier().schedule().stream().anyMatch(due -> due.kind() == NoticeKind.REACHED);
        return window
                .end()
                .filter(end -> story.cutoff().committed())
                .map(end -> of("over", end, window, notice, coming))
                .stream();
    }

    private static Stream<RaisedView> raised(Stories.OfCutoff story) {
        return story.dossier().raised().stream().filter(raised -> !raised.voided());
    }

    private static Rung of(String label, Instant at, Window window, Optional<String> notice, boolean coming) {
        String state = notice.map(id -> "raised").orElse(coming ? "coming" : "skipped");
        return new Rung(label, Wording.day(LocalDate.ofInstant(at, window.zone())), at, state, notice);
    }
}
