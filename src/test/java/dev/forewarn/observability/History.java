package dev.forewarn.observability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Scrapes of one instance, by when they were made, in seconds. */
final class History {

    /** For how long a series is taken to stand where it was seen last. */
    private static final long LOOKBACK = Duration.ofMinutes(5).toSeconds();

    private final NavigableMap<Long, List<Sample>> scrapes = new TreeMap<>();

    /** A value of a series, and when. */
    record Point(long at, double value) {}

    void scraped(long at, List<Sample> samples) {
        scrapes.put(at, List.copyOf(samples));
    }

    List<Sample> at(long at) {
        return scrapes.headMap(at, true).tailMap(at - LOOKBACK, false).values().stream()
                .reduce(List.of(), (earlier, later) -> later);
    }

    Map<Map<String, String>, List<Point>> window(long at, long seconds) {
        Map<Map<String, String>, List<Point>> series = new LinkedHashMap<>();
        scrapes.subMap(at - seconds, true, at, true)
                .forEach((when, samples) ->
                        samples.forEach(sample -> series.computeIfAbsent(sample.labels(), any -> new ArrayList<>())
                                .add(new Point(when, sample.value()))));
        return series;
    }
}
