package dev.forewarn.console;

import dev.forewarn.intake.RejectedRecord;
import java.util.Optional;

/**
 * One record that could not be taken, to be put right and sent again.
 *
 * @param token for its forms
 * @param text what stands in the field: its bytes, or what somebody has made of them
 * @param message what has come of sending it
 */
public record RejectedStand(Frame frame, String token, RejectedRecord record, String text, Optional<Message> message) {

    private static final int MOST = 65_536;

    public Moment at() {
        return new Moment(record.at());
    }

    /** Whether it can be edited here: it is text, and no more of it than is taken. */
    public boolean editable() {
        return record.whole() && record.isText() && text.length() <= MOST;
    }

    /** What is shown where it can't be edited. */
    public String beginning() {
        return text.length() > MOST ? text.substring(0, MOST) : text;
    }

    /** Its page. */
    RejectedRecordPage page() {
        return new RejectedRecordPage(frame, this);
    }
}
