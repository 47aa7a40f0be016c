package dev.forewarn.subscription;

import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.NoticeKind;
import java.util.List;

/** Which notices a subscription takes; an empty part takes all. */
public record Filter(
        List<SubjectPattern> subjects,
        List<Milestone> milestones,
        List<String> channels,
        List<String> regions,
        List<NoticeKind> kinds,
        List<LeadTime> leadTimes) {

    public Filter {
        subjects = List.copyOf(subjects);
        milestones = List.copyOf(milestones);
        channels = List.copyOf(channels);
        regions = List.copyOf(regions);
        kinds = List.copyOf(kinds);
        leadTimes = List.copyOf(leadTimes);
    }

    /** The rows by which a fan-out finds it, one for each pattern. */
    List<Route> routes() {
        List<SubjectPattern> patterns = subjects.isEmpty() ? List.of(SubjectPattern.ALL) : subjects;
        return patterns.stream().map(pattern -> new Route(pattern, this)).toList();
    }
}
