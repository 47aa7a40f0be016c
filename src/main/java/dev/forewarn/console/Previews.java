package dev.forewarn.console;

import dev.forewarn.notice.Schedules;
import dev.forewarn.notice.Upcoming;
import dev.forewarn.subscription.Filter;
import dev.forewarn.subscription.Filters;
import dev.forewarn.web.Page;
import dev.forewarn.web.ProblemException;
import dev.forewarn.web.PublicId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Tells what a webhook would be sent that is being filled in. */
@Singleton
class Previews {

    private static final int SOME = 12;

    private final Schedules schedules;

    Previews(Schedules schedules) {
        this.schedules = schedules;
    }

    /** By which a registration that is sent twice counts once. */
    static String once() {
        return PublicId.random("reg_");
    }

    /** Empty if its filters can't be understood. */
    Uni<Optional<TermsDraft.Preview>> of(TermsForm terms) {
        return filter(terms).map(this::of).orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Optional<TermsDraft.Preview>> of(Filter filter) {
        return schedules.page(filter, Optional.empty(), Optional.empty(), SOME).map(page -> Optional.of(preview(page)));
    }

    private static TermsDraft.Preview preview(Page<Upcoming> page) {
        return new TermsDraft.Preview(page.items().stream().map(Reminder::of).toList(), page.next() != null);
    }

    private static Optional<Filter> filter(TermsForm terms) {
        try {
            return Optional.of(Filters.read(terms.bytes()));
        } catch (ProblemException wrong) {
            return Optional.empty();
        }
    }
}
