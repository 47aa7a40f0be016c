package dev.forewarn.benchmark;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** What was measured once. */
final class Run {

    private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);

    Run with(Figure figure, Number value) {
        figures.put(figure, value.doubleValue());
        return this;
    }

    Run with(Run other) {
        figures.putAll(other.figures);
        return this;
    }

    /** With its rate's part of what the limit reached beside it. */
    Run beside(double limit) {
        return with(Figure.LIMIT, limit).with(Figure.RATIO, figures.getOrDefault(Figure.RATE, 0.0) / limit);
    }

    /** What came of so many that were to come. */
    Run with(Received received, long expected) {
        return with(Figure.LOST, expected - received.distinct())
                .with(Figure.DUPLICATED, received.all() - received.distinct());
    }

    Run withLatency(Received received) {
        return with(Figure.P50, received.p50Micros() / 1e3).with(Figure.P99, received.p99Micros() / 1e3);
    }

    OptionalDouble of(Figure figure) {
        Double value = figures.get(figure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    double get(Figure figure) {
        return of(figure).orElseThrow();
    }

    @Override
    public String toString() {
        return figures.toString();
    }
}
