package dev.forewarn.console;

import dev.forewarn.feed.CutoffDossier.RaisedView;
import dev.forewarn.feed.Stories;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.Window;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * All there is to tell of a cutoff.
 *
 * @param when its date
 * @param hangsOn the cutoffs that its date follows
 * @param conflict what the sources disagree about, and whose date counts
 * @param moves how it came to be what it is, oldest first
 * @param moved the same in a sentence, if the date has moved
 * @param skipped whether some of the reminders were never raised
 * @param notices what was raised, newest first
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
public record CutoffPage(
        Frame frame,
        Row row,
        String key,
        String kind,
        When when,
        List<CutoffLink> hangsOn,
        Optional<Disagreement> conflict,
        List<Move> moves,
        Optional<String> moved,
        List<Rung> rungs,
        boolean skipped,
        List<RaisedNotice> notices,
        List<ClaimCard> claims,
        Instead instead,
        Follow follow)
        implements TemplateInstance {

    private static final int SHOWN = 50;

    /**
     * Its date.
     *
     * @param start of the window, and {@code end} if there is one
     * @param zone what sort of window that is
     * @param meaning of how firmly it stands
     */
    public record When(Optional<Instant> start, Optional<Instant> end, String zone, String meaning) {}

    /** Another cutoff. */
    public record CutoffLink(String id, String key) {}

    /** What to use instead. */
    public record Instead(String said, List<String> subjects, Optional<URI> url) {}

    /** A notice that was raised. */
    public record RaisedNotice(String id, String kind, String rung, Instant at, String day, boolean voided) {
        static RaisedNotice of(RaisedView raised) {
            return new RaisedNotice(
                    raised.id(),
                    Wording.of(raised.kind()),
                    raised.leadTime().map(Rung::named).orElse(""),
                    raised.raisedAt(),
                    Wording.instant(raised.raisedAt()),
                    raised.voided());
        }
    }

    static CutoffPage of(Frame frame, Stories.OfCutoff story, String base) {
        Cutoff cutoff = story.cutoff();
        List<Move> moves = Move.of(story.dossier().history());
        List<Rung> rungs = Rung.of(story);
        return new CutoffPage(
                frame,
                Row.of(cutoff, story.now()),
                cutoff.key().toString(),
                cutoff.standing().subject().kind().word(),
                when(cutoff),
                cutoff.standing().effective().follows().stream()
                        .map(CutoffPage::link)
                        .toList(),
                Disagreement.of(cutoff, story.dossier().claims()),
                moves,
                Move.sentence(moves),
                rungs,
                rungs.stream().anyMatch(Rung::skipped),
                newestFirst(story.dossier().raised()),
                story.dossier().claims().stream().map(ClaimCard::of).toList(),
                instead(cutoff.standing().replacement()),
                Follow.of(cutoff.key(), base));
    }

    private static CutoffLink link(CutoffKey key) {
        return new CutoffLink(key.id().value(), key.toString());
    }

    private static When when(Cutoff cutoff) {
        Optional<Window> window = cutoff.window();
        return new When(
                window.map(Window::start),
                window.flatMap(Window::end),
                Wording.window(cutoff.standing().effective()),
                cutoff.withdrawn() ? "Every source has taken it back." : meaning(cutoff));
    }

    private static String meaning(Cutoff cutoff) {
        Certainty certainty = cutoff.standing().certainty();
        return cutoff.window().isPresent() ? Wording.meaning(certainty) : "It is announced, but nobody has said when.";
    }

    private static Instead instead(Replacement replacement) {
        String said =
                switch (replacement.status()) {
                    case DROP_IN -> "Takes its place without a change:";
                    case SUGGESTED -> "Suggested:";
                    case NONE_PUBLISHED -> "No replacement is published.";
                    case UNKNOWN -> "Nothing is said of a replacement.";
                };
        return new Instead(
                said, replacement.subjects().stream().map(SubjectId::toString).toList(), replacement.url());
    }

    private static List<RaisedNotice> newestFirst(List<RaisedView> raised) {
        List<RaisedView> newest = new ArrayList<>(raised.subList(Math.max(0, raised.size() - SHOWN), raised.size()));
        Collections.reverse(newest);
        return newest.stream().map(RaisedNotice::of).toList();
    }
}
