package dev.forewarn.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forewarn.ledger.CutoffView;
import dev.forewarn.ledger.CutoffView.ScopeView;
import dev.forewarn.lifecycle.Scope;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A notice, read back from its bytes, in words. */
record NoticeTold(String id, String type, Instant timestamp, Data data) {

    record Data(CutoffView cutoff, Optional<Integer> daysLeft, Optional<CutoffView> previous) {
        Data {
            Objects.requireNonNull(cutoff, "a notice is about a cutoff");
        }
    }

    NoticeTold {
        Objects.requireNonNull(data, "a notice says something");
    }

    /** Empty if it is of a form that this release does not know, as a later one may have written it. */
    static Optional<NoticeTold> read(ObjectMapper mapper, byte[] body) {
        try {
            return Optional.of(mapper.readValue(body, NoticeTold.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    CutoffView cutoff() {
        return data.cutoff();
    }

    String title() {
        CutoffView cutoff = cutoff();
        String what = Wording.of(cutoff.milestone()) + scope();
        return cutoff.subject().name() + ": "
                + switch (type) {
                    case "cutoff.announced" -> what + " announced, " + date(cutoff);
                    case "cutoff.revised" -> what + moved();
                    case "cutoff.withdrawn" -> what + " withdrawn" + was();
                    case "cutoff.conflicted" -> "sources disagree on " + what + ", " + date(cutoff);
                    case "cutoff.approaching" -> what + " " + left() + ", " + date(cutoff);
                    case "cutoff.reached" -> what + " reached, " + date(cutoff);
                    default -> what + ", " + date(cutoff);
                };
    }

    /** As lines of text. */
    String content() {
        CutoffView cutoff = cutoff();
        return Stream.of(
                        cutoff.key().toString(),
                        "Date: " + date(cutoff) + Wording.firmness(cutoff.certainty()),
                        data.previous().map(before -> "Before: " + date(before)).orElse(""),
                        data.daysLeft().map(days -> "Days left: " + days).orElse(""),
                        "Replacement: " + Wording.replacement(cutoff.replacement()),
                        "Sources: " + cutoff.sources().agreeing() + " of "
                                + cutoff.sources().total() + " agree")
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private String moved() {
        String now = date(cutoff());
        return data.previous()
                .map(NoticeTold::date)
                .filter(before -> !before.equals(now))
                .map(before -> " moved from " + before + " to " + now)
                .orElse(" revised, " + now);
    }

    private String was() {
        return data.previous().map(before -> ", it was " + date(before)).orElse("");
    }

    private String left() {
        return data.daysLeft().map(Wording::days).orElse("");
    }

    private String scope() {
        ScopeView scope = cutoff().scope();
        return Wording.scope(
                cutoff().subject().id(),
                new Scope(scope.channel(), scope.region(), scope.audience(), scope.occurrence()));
    }

    private static String date(CutoffView cutoff) {
        return Wording.date(cutoff.effective(), cutoff.window().map(window -> window.start()));
    }
}
