package dev.forewarn.intake.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Supplier;

/** A kind of feed: knows its shape, and what its rows say. */
interface Feed {

    /**
     * The rows of a document.
     *
     * @throws Unclear if it is not a document of this kind
     */
    List<Row> rows(JsonNode document, Context context);

    /** One row: whatever is wrong with it costs no other. */
    static Row row(String label, Supplier<Row> reading) {
        try {
            return reading.get();
        } catch (Unclear e) {
            return new Row.Rejected(label, e.reason());
        } catch (IllegalArgumentException e) {
            // What a statement's parts refuse.
            return new Row.Rejected(label, String.valueOf(e.getMessage()));
        }
    }
}
