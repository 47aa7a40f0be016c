package dev.forewarn.observability;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads Prometheus's text format, and leaves exemplars aside. */
final class Scrape {

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{.*?})? (\\S+)(?: # .*)?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private Scrape() {}

    static List<Sample> parse(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Scrape::sample)
                .toList();
    }

    static Set<String> names(List<Sample> samples) {
        return samples.stream().map(Sample::name).collect(Collectors.toSet());
    }

    private static Sample sample(String line) {
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            throw new IllegalArgumentException("no sample: " + line);
        }
        Map<String, String> labels = new HashMap<>();
        labels.put(Sample.NAME, String.valueOf(found.group(1)));
        String rest = Optional.ofNullable(found.group(2)).orElse("");
        LABEL.matcher(rest).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        return new Sample(labels, value(String.valueOf(found.group(3))));
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
