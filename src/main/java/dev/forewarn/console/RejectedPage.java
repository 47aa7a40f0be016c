package dev.forewarn.console;

import dev.forewarn.intake.RejectedRecord;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The newest records that could not be taken. */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
public record RejectedPage(Frame frame, int most, List<Item> items) implements TemplateInstance {

    private static final int BEGINNING = 160;

    /** One of them. */
    public record Item(int partition, long offset, Moment at, String reason, String origin, String beginning) {

        static Item of(RejectedRecord record) {
            String shown = record.shown();
            return new Item(
                    record.partition(),
                    record.offset(),
                    new Moment(record.at()),
                    record.reason(),
                    record.origin().orElse(""),
                    shown.length() > BEGINNING ? shown.substring(0, BEGINNING) + "…" : shown);
        }
    }
}
