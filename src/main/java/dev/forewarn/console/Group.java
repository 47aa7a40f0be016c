package dev.forewarn.console;

import dev.forewarn.lifecycle.Cutoff;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cutoffs of one month, as each counts it in its zone. */
public record Group(String title, List<Row> rows) {

    public Group {
        rows = List.copyOf(rows);
    }

    /** In the order in which they come. */
    static List<Group> of(List<Cutoff> cutoffs, Instant now) {
        Map<String, List<Row>> months = new LinkedHashMap<>();
        for (Cutoff cutoff : cutoffs) {
            months.computeIfAbsent(title(cutoff), any -> new ArrayList<>()).add(Row.of(cutoff, now));
        }
        return months.entrySet().stream()
                .map(month -> new Group(month.getKey(), month.getValue()))
                .toList();
    }

    private static String title(Cutoff cutoff) {
        return cutoff.window()
                .map(window -> Wording.month(YearMonth.from(window.start().atZone(window.zone()))))
                .orElse(cutoff.withdrawn() ? "Withdrawn" : "No date yet");
    }
}
