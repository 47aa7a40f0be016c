package dev.forewarn.intake.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.forewarn.lifecycle.CutoffKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What one reading of a feed came to. {@code rows} is the sum of {@code taken}, {@code unchanged}, {@code silent} and
 * {@code rejected}; the lists hold at most 1,000 entries.
 *
 * @param modified false if the feed's server said that nothing had changed
 * @param dryRun whether nothing was written
 * @param stored whether all that was taken was seen to be stored before the report was made
 * @param taken rows that say something new
 * @param silent rows that say nothing of an end
 * @param missing how many cutoffs the source said something of that it says no more: they are withdrawn by nobody
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ImportReport(
        String name,
        String format,
        String source,
        Instant readAt,
        LocalDate readOn,
        boolean modified,
        boolean dryRun,
        boolean stored,
        int rows,
        int taken,
        int unchanged,
        int silent,
        int rejected,
        int missing,
        List<Taken> changes,
        List<Rejection> rejections,
        List<CutoffKey> missingCutoffs) {

    private static final int MAX = 1_000;

    /** A row that says something new, and of what. */
    public record Taken(String row, CutoffKey cutoff) {}

    /** A row that can't be taken, and why. */
    public record Rejection(String row, String reason) {}

    public ImportReport {
        changes = some(changes);
        rejections = some(rejections);
        missingCutoffs = some(missingCutoffs);
    }

    private static <T> List<T> some(List<T> all) {
        return List.copyOf(all.subList(0, Math.min(all.size(), MAX)));
    }

    /** Without the single rows. */
    ImportReport brief() {
        return new ImportReport(
                name, format, source, readAt, readOn, modified, dryRun, stored, rows, taken, unchanged, silent,
                rejected, missing, List.of(), List.of(), List.of());
    }

    /** The report of a feed of which its server says that it has not changed since this one. */
    ImportReport again(Moment moment, int nowMissing) {
        return new ImportReport(
                name,
                format,
                source,
                moment.at(),
                moment.day(),
                false,
                dryRun,
                true,
                rows,
                0,
                taken + unchanged,
                silent,
                rejected,
                nowMissing,
                List.of(),
                rejections,
                missingCutoffs);
    }
}
