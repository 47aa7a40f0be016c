package dev.forewarn.subscription;

import dev.forewarn.lifecycle.Scope;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of {@code subscription_subject}: a filter for one pattern of subjects, as a fan-out reads it. */
@Embeddable
@SuppressWarnings("NullAway.Init")
class Route {

    @Column(name = "pattern")
    String pattern;

    @Column(name = "milestones")
    int milestones;

    @Column(name = "kinds")
    int kinds;

    @Column(name = "lead_times")
    int leadTimes;

    /** Null takes all. */
    @Column(name = "channels")
    String @Nullable [] channels;

    /** Null takes all. */
    @Column(name = "regions")
    String @Nullable [] regions;

    protected Route() {}

    Route(SubjectPattern pattern, Filter filter) {
        this.pattern = pattern.value();
        this.milestones = Mask.of(filter.milestones());
        this.kinds = Mask.of(filter.kinds());
        this.leadTimes = Mask.of(filter.leadTimes());
        this.channels = places(filter.channels());
        this.regions = places(filter.regions());
    }

    private static String @Nullable [] places(List<String> filter) {
        return filter.isEmpty() || filter.contains(Scope.EVERYWHERE) ? null : filter.toArray(String[]::new);
    }
}
