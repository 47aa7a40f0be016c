package dev.forewarn.benchmark;

import dev.forewarn.benchmark.Growth.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws the cost of one delivery or event against how many are stored, both in powers of ten, as SVG. */
final class Plot {

    private static final int LEFT = 70;
    private static final int TOP = 50;
    private static final int WIDTH = 480;
    private static final int HEIGHT = 300;

    private static final Map<String, String> COLOURS =
            Map.of("due", "#2f81f7", "backlog", "#d4762c", "intake", "#2da44e");
    private static final Map<Integer, String> DASHES = Map.of(1, "2 4", 2, "8 4", 4, "none");

    /** Grey in between is read on white as on black. */
    private static final String HEAD =
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 750 410" font-family="sans-serif" font-size="13" role="img">
            <title>Microseconds per delivery or event against deliveries stored</title>
            <style>text { fill: #57606a } .grid { stroke: #8b949e; stroke-opacity: 0.35 }
            @media (prefers-color-scheme: dark) { text { fill: #b1bac4 } }</style>
            <text x="70" y="25" font-size="15">Microseconds for one delivery (due, backlog) or event (intake)</text>
            """;

    private final List<Point> points;
    private final int lowestPower;
    private final int highestPower;
    private final double leastSize;
    private final double greatestSize;

    Plot(List<Point> points) {
        this.points = List.copyOf(points);
        var micros = points.stream().mapToDouble(Point::micros).summaryStatistics();
        lowestPower = (int) Math.floor(Math.log10(micros.getMin()));
        highestPower = Math.max(lowestPower + 1, (int) Math.ceil(Math.log10(micros.getMax())));
        var sizes = points.stream().mapToLong(Point::size).summaryStatistics();
        leastSize = sizes.getMin();
        greatestSize = sizes.getMax();
    }

    void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, HEAD + grid() + lines() + legend() + "</svg>\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double x(long size) {
        return LEFT + WIDTH * Math.log(size / leastSize) / Math.log(greatestSize / leastSize);
    }

    private double y(double micros) {
        double part = (Math.log10(micros) - lowestPower) / (highestPower - lowestPower);
        return TOP + HEIGHT * (1 - part);
    }

    private String grid() {
        String rows = IntStream.rangeClosed(lowestPower, highestPower)
                .mapToObj(power -> row(Math.pow(10, power)))
                .collect(Collectors.joining());
        String columns =
                points.stream().map(Point::size).distinct().map(this::column).collect(Collectors.joining());
        return rows + columns + text(LEFT + WIDTH / 2.0, TOP + HEIGHT + 45, "middle", "deliveries stored");
    }

    private String row(double micros) {
        return line(LEFT, y(micros), LEFT + WIDTH, y(micros), "class=\"grid\"")
                + text(LEFT - 8, y(micros) + 4, "end", number(micros));
    }

    private String column(long size) {
        return line(x(size), TOP, x(size), TOP + HEIGHT, "class=\"grid\"")
                + text(x(size), TOP + HEIGHT + 20, "middle", number((double) size));
    }

    private String lines() {
        Map<String, List<Point>> series = points.stream()
                .collect(Collectors.groupingBy(
                        point -> point.scenario() + point.pool(), TreeMap::new, Collectors.toList()));
        return series.values().stream().map(this::series).collect(Collectors.joining());
    }

    private String series(List<Point> series) {
        String path = series.stream()
                .map(point -> number(x(point.size()), 1) + "," + number(y(point.micros()), 1))
                .collect(Collectors.joining(" "));
        Point first = series.get(0);
        return "<polyline points=\"%s\" fill=\"none\" stroke-width=\"2\" %s/>\n"
                .formatted(path, stroke(first.scenario(), first.pool()));
    }

    private String legend() {
        List<Point> one = points.stream()
                .filter(point -> point.size() == (long) leastSize)
                .toList();
        return IntStream.range(0, one.size())
                .mapToObj(i -> legend(one.get(i), TOP + 15 + 20 * i))
                .collect(Collectors.joining());
    }

    private static String legend(Point point, int y) {
        int x = LEFT + WIDTH + 15;
        return line(x, y, x + 30, y, "stroke-width=\"2\" " + stroke(point.scenario(), point.pool()))
                + text(x + 38, y + 4, "start", point.scenario() + ", pool of " + point.pool());
    }

    private static String stroke(String scenario, int pool) {
        return "stroke=\"%s\" stroke-dasharray=\"%s\"".formatted(COLOURS.get(scenario), DASHES.get(pool));
    }

    private static String line(double x1, double y1, double x2, double y2, String style) {
        return "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" %s/>\n"
                .formatted(number(x1, 1), number(y1, 1), number(x2, 1), number(y2, 1), style);
    }

    private static String text(double x, double y, String anchor, String text) {
        return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                .formatted(number(x, 1), number(y, 1), anchor, text);
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value).replace(",", "");
    }

    private static String number(double value) {
        return value < 1 ? Double.toString(value) : String.format(Locale.ROOT, "%,.0f", value);
    }
}
