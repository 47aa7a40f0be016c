package dev.forewarn.intake.imports;

import dev.forewarn.intake.IntakeSettings;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.lifecycle.LifecycleEvent.SourceRead;
import java.util.ArrayList;
import java.util.List;

/** Says that a source was read whole: in one event, or in several where one would be larger than is taken. */
final class Readings {

    // The envelope, and what surrounds each key.
    private static final int ENVELOPE = 2_048;
    private static final int PER_KEY = 4;

    private Readings() {}

    static List<SourceRead> of(
            String source, Moment moment, List<CutoffKey> read, List<CutoffKey> missing, IntakeSettings settings) {
        int room = Math.max(1, settings.maxEventBytes() - ENVELOPE);
        List<Part> parts = new ArrayList<>(List.of(new Part()));
        read.forEach(key -> last(parts, key, room).read.add(key));
        missing.forEach(key -> last(parts, key, room).missing.add(key));
        List<SourceRead> events = new ArrayList<>();
        for (Part part : parts) {
            String id = "read/" + moment.at() + (events.isEmpty() ? "" : "." + (events.size() + 1));
            events.add(new SourceRead(new EventRef(source, id, moment.at()), part.read, part.missing));
        }
        return events;
    }

    private static Part last(List<Part> parts, CutoffKey key, int room) {
        int size = key.toString().length() + PER_KEY;
        Part last = parts.get(parts.size() - 1);
        if (last.size + size > room && last.size > 0) {
            last = new Part();
            parts.add(last);
        }
        last.size += size;
        return last;
    }

    private static final class Part {
        private final List<CutoffKey> read = new ArrayList<>();
        private final List<CutoffKey> missing = new ArrayList<>();
        private int size;
    }
}
