package dev.forewarn.benchmark;

/** What the median of a figure must reach. */
record Goal(Figure figure, boolean least, double bound) {

    static Goal atLeast(Figure figure, double bound) {
        return new Goal(figure, true, bound);
    }

    static Goal atMost(Figure figure, double bound) {
        return new Goal(figure, false, bound);
    }

    boolean reached(double median) {
        return least ? median >= bound : median <= bound;
    }

    @Override
    public String toString() {
        return (figure.label() + (least ? " ≥ " : " ≤ ") + figure.format(bound)).strip();
    }
}
