package dev.forewarn.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A notice that is to be raised.
 *
 * @param cutoff what it is about, as it stands with this notice
 * @param previous the cutoff as it was, for {@code revised} and {@code withdrawn}
 * @param at the instant that it tells of, from which its days left are counted: when it was due, or when the change was
 *     said; never when a machine got round to it
 * @param reminder for {@code approaching}
 * @param pushed whether subscriptions are told; if not, it stands in the feed alone
 * @param discriminator tells it from others of this kind and revision
 */
public record Draft(
        NoticeKind kind,
        Cutoff cutoff,
        Optional<Cutoff> previous,
        Instant at,
        Optional<Reminder> reminder,
        Voids voids,
        boolean pushed,
        String discriminator) {

    /**
     * What makes a notice a reminder.
     *
     * @param leadTime the rung it is raised for
     * @param late whether that rung had passed before the date was known
     * @param audience subscriptions that picked any of these rungs are told
     */
    public record Reminder(LeadTime leadTime, boolean late, List<LeadTime> audience) {
        public Reminder {
            audience = List.copyOf(audience);
        }
    }

    /** Which earlier notices of the same cutoff are no longer to be sent. */
    public enum Voids {
        NOTHING,
        /** The date has changed: all that was said of the earlier one. */
        ALL,
        /** The next reminder takes the place of the one before. */
        REMINDERS
    }

    static Draft change(
            NoticeKind kind, Cutoff after, Optional<Cutoff> previous, EventRef cause, Voids voids, boolean pushed) {
        return new Draft(
                kind,
                after,
                previous,
                cause.time(),
                Optional.empty(),
                voids,
                pushed,
                cause.source() + "\n" + cause.id());
    }

    static Draft reminder(Cutoff cutoff, Instant at, Reminder reminder, boolean pushed) {
        return new Draft(
                NoticeKind.APPROACHING,
                cutoff,
                Optional.empty(),
                at,
                Optional.of(reminder),
                Voids.REMINDERS,
                pushed,
                reminder.leadTime().word());
    }

    static Draft reached(Cutoff cutoff, Instant at, boolean pushed) {
        return new Draft(NoticeKind.REACHED, cutoff, Optional.empty(), at, Optional.empty(), Voids.NOTHING, pushed, "");
    }

    /** {@code ntc_} and 26 characters that follow from what the notice is, so that raising it twice can't make two. */
    public String id() {
        return "ntc_"
                + Digest.shortId(String.join(
                        "\n",
                        cutoff.key().toString(),
                        Integer.toString(cutoff.revision()),
                        kind.word(),
                        discriminator));
    }
}
