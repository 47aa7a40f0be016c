package dev.forewarn.feed;

import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.web.Cursor;
import dev.forewarn.web.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A place in the list of cutoffs, which stays where it is while others come and go.
 *
 * @param start of the window of the cutoff before this place; empty if that is undated
 * @param id of that cutoff
 */
public record CutoffPlace(Optional<Instant> start, String id) {

    private static final String KIND = "cutoffs";
    private static final String UNDATED = "undated";

    /** Before all cutoffs that start at that instant. */
    static CutoffPlace before(Instant start) {
        return new CutoffPlace(Optional.of(start), "");
    }

    /** @throws IllegalArgumentException or {@link ProblemException} if it is none */
    static CutoffPlace parse(String text) {
        List<String> parts = Cursor.decode(KIND, "cursor", text);
        if (parts.size() != 2) {
            throw new IllegalArgumentException("is not a cursor of this list");
        }
        Optional<String> start = Optional.of(parts.get(0)).filter(part -> !part.equals(UNDATED));
        return new CutoffPlace(start.map(Instants::parse), new CutoffId(parts.get(1)).value());
    }

    @Override
    public String toString() {
        return Cursor.encode(KIND, start.map(Instant::toString).orElse(UNDATED), id);
    }
}
