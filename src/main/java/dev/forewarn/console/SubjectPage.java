package dev.forewarn.console;

import dev.forewarn.feed.DescribedSubject;
import dev.forewarn.feed.Stories;
import dev.forewarn.lifecycle.Cutoff;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/**
 * A subject with its cutoffs.
 *
 * @param rows its cutoffs, by the start of their window
 * @param badge the path of its badge, and {@code markdown} to show it
 * @param calendar an address for a calendar, and {@code atom} one for a feed reader
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
public record SubjectPage(
        Frame frame,
        DescribedSubject subject,
        List<Row> rows,
        String badge,
        String markdown,
        String calendar,
        String atom)
        implements TemplateInstance {

    static SubjectPage of(Frame frame, Stories.OfSubject story, String base) {
        String id = story.subject().id().toString();
        String badge = "/v1/badge/" + id + ".svg";
        return new SubjectPage(
                frame,
                story.subject(),
                rows(story),
                badge,
                "![" + id + "](" + base + badge + ")",
                base + "/v1/calendar.ics?subject=" + id,
                base + "/v1/notices.atom?subject=" + id);
    }

    private static List<Row> rows(Stories.OfSubject story) {
        return story.cutoffs().stream()
                .map((Cutoff cutoff) -> Row.of(cutoff, story.now()))
                .toList();
    }
}
