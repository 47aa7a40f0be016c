package dev.forewarn.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The form in which a webhook is registered or changed, with a preview of what it would be sent.
 *
 * @param id of the subscription that is changed; empty for a new one
 * @param once by which a registration that is sent twice counts once
 * @param faults by field; those of the whole under the empty name
 * @param preview what would be sent; empty if that was not asked for, or can't be said
 */
public record TermsDraft(
        Frame frame,
        String token,
        Optional<String> id,
        String once,
        TermsFields fields,
        Map<String, List<String>> faults,
        Optional<Preview> preview) {

    /**
     * What would be sent.
     *
     * @param more whether that is not all
     */
    public record Preview(List<Reminder> reminders, boolean more) {}

    /** Where the form is sent. */
    public String action() {
        return id.map(known -> SubscriptionPages.PATH + "/" + known + "/edit").orElse(SubscriptionPages.PATH);
    }

    /** What is wrong in a field. */
    public List<String> faultsOf(String field) {
        return faults.getOrDefault(field, List.of());
    }

    /** What is wrong beside the fields. */
    public List<String> others() {
        return faultsOf("");
    }

    /** Whether nothing is wrong. */
    public boolean inOrder() {
        return faults.isEmpty();
    }

    /** Its page. */
    TermsPage page() {
        return new TermsPage(frame, this);
    }
}
