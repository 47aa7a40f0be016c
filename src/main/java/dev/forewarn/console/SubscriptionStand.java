package dev.forewarn.console;

import dev.forewarn.subscription.Acknowledgement;
import dev.forewarn.subscription.Conditions;
import dev.forewarn.subscription.SubscriptionView;
import java.util.List;
import java.util.Optional;

/**
 * One subscription: how it stands, what it takes, what comes and what was sent.
 *
 * @param token for its forms
 * @param health how it has gone
 * @param reminders what comes next
 * @param ping what a ping has come to that was just sent
 */
public record SubscriptionStand(
        Frame frame,
        String token,
        SubscriptionView view,
        Health health,
        List<Reminder> reminders,
        List<DeliveryItem> deliveries,
        List<Migrated> migrated,
        Optional<Message> message,
        Optional<DeliveryItem.Attempt> ping) {

    /** How it has gone. */
    public record Health(
            Optional<Moment> verified,
            int pings,
            Optional<Moment> nextPing,
            Optional<Moment> previousSecretUntil,
            Optional<Moment> failingFrom,
            Optional<Moment> failingUntil) {

        static Health of(Conditions.Condition condition) {
            return new Health(
                    Moment.of(condition.verifiedAt()),
                    condition.pings(),
                    Moment.of(condition.nextPingAt()),
                    Moment.of(condition.previousSecretUntil()),
                    Moment.of(condition.failingFrom()),
                    Moment.of(condition.failingUntil()));
        }
    }

    /** Something that is acknowledged. */
    public record Migrated(String cutoff, String key, Moment at, String by, boolean holds) {

        static Migrated of(Acknowledgement acknowledgement) {
            return new Migrated(
                    acknowledgement.cutoff(),
                    acknowledgement.key(),
                    new Moment(acknowledgement.at()),
                    acknowledgement.by().name().orElse(acknowledgement.by().id()),
                    acknowledgement.holds());
        }
    }

    /** In words. */
    public Condition state() {
        return Condition.ofSubscription(view.state(), view.reason());
    }

    /** Since when it is in that state. */
    public Moment since() {
        return new Moment(view.stateSince());
    }

    public Moment registered() {
        return new Moment(view.createdAt());
    }

    public List<Takes.Part> takes() {
        return Takes.parts(view.terms());
    }

    /** Whether it is in one of these states. */
    public boolean is(String one, String other) {
        return List.of(one, other).contains(view.state());
    }

    /** Its page. */
    SubscriptionPage page() {
        return new SubscriptionPage(frame, this);
    }
}
