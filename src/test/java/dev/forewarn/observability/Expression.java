package dev.forewarn.observability;

import dev.forewarn.observability.History.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The part of PromQL that the rules and the dashboard keep to. */
sealed interface Expression {

    List<Sample> at(History history, long at);

    /** All series that are named in it. */
    Set<Selector> selectors();

    record Constant(double value) implements Expression {
        @Override
        public List<Sample> at(History history, long at) {
            return List.of(new Sample(Map.of(), value));
        }

        @Override
        public Set<Selector> selectors() {
            return Set.of();
        }
    }

    /** @param operator {@code =}, {@code !=} or {@code =~} */
    record Matcher(String label, String operator, String value) {
        boolean matches(Map<String, String> labels) {
            String found = labels.getOrDefault(label, "");
            return switch (operator) {
                case "=" -> found.equals(value);
                case "!=" -> !found.equals(value);
                default -> found.matches(value);
            };
        }
    }

    /** @param range in seconds; 0 for the value of now */
    record Selector(String name, List<Matcher> matchers, long range) implements Expression {

        boolean selects(Map<String, String> labels) {
            return name.equals(labels.get(Sample.NAME))
                    && matchers.stream().allMatch(matcher -> matcher.matches(labels));
        }

        @Override
        public List<Sample> at(History history, long at) {
            return history.at(at).stream()
                    .filter(sample -> selects(sample.labels()))
                    .toList();
        }

        /** How much each series has grown within the range, as far as it was seen. */
        List<Sample> increase(History history, long at) {
            return history.window(at, range).entrySet().stream()
                    .filter(series ->
                            selects(series.getKey()) && series.getValue().size() > 1)
                    .map(series -> new Sample(series.getKey(), grown(series.getValue())).unnamed())
                    .toList();
        }

        /** A counter that goes down has begun anew. What lies beyond the first and last point is taken to go on like that. */
        private double grown(List<Point> points) {
            double sum = 0;
            for (int i = 1; i < points.size(); i++) {
                double before = points.get(i - 1).value();
                double now = points.get(i).value();
                sum += now < before ? now : now - before;
            }
            long seen = points.get(points.size() - 1).at() - points.get(0).at();
            return sum * range / seen;
        }

        @Override
        public Set<Selector> selectors() {
            return Set.of(this);
        }
    }

    /** {@code rate} and {@code increase}. */
    record Growth(Selector of, boolean perSecond) implements Expression {
        @Override
        public List<Sample> at(History history, long at) {
            double divisor = perSecond ? (double) of.range() : 1;
            return of.increase(history, at).stream()
                    .map(sample -> sample.with(sample.value() / divisor))
                    .toList();
        }

        @Override
        public Set<Selector> selectors() {
            return of.selectors();
        }
    }

    record Absent(Expression of) implements Expression {
        @Override
        public List<Sample> at(History history, long at) {
            return of.at(history, at).isEmpty() ? List.of(new Sample(Map.of(), 1)) : List.of();
        }

        @Override
        public Set<Selector> selectors() {
            return of.selectors();
        }
    }

    record Aggregate(String how, List<String> by, Expression of) implements Expression {
        @Override
        public List<Sample> at(History history, long at) {
            return of.at(history, at).stream()
                    .collect(Collectors.groupingBy(sample -> sample.only(by)))
                    .entrySet()
                    .stream()
                    .map(group -> new Sample(group.getKey(), value(group.getValue())))
                    .toList();
        }

        private double value(List<Sample> group) {
            DoubleStream values = group.stream().mapToDouble(Sample::value);
            return switch (how) {
                case "sum" -> values.sum();
                case "min" -> values.min().orElseThrow();
                case "max" -> values.max().orElseThrow();
                default -> group.size();
            };
        }

        @Override
        public Set<Selector> selectors() {
            return of.selectors();
        }
    }

    /** Interpolates within the bucket, as Prometheus does. */
    record Quantile(double quantile, Expression buckets) implements Expression {

        private record Bucket(double upTo, double count) {}

        @Override
        public List<Sample> at(History history, long at) {
            Map<Map<String, String>, List<Bucket>> series = new HashMap<>();
            for (Sample sample : buckets.at(history, at)) {
                Map<String, String> labels = new HashMap<>(sample.labels());
                String le = labels.remove("le");
                double upTo = "+Inf".equals(le) ? Double.POSITIVE_INFINITY : Double.parseDouble(String.valueOf(le));
                series.computeIfAbsent(labels, any -> new ArrayList<>()).add(new Bucket(upTo, sample.value()));
            }
            return series.entrySet().stream()
                    .map(each -> new Sample(each.getKey(), value(each.getValue())))
                    .toList();
        }

        private double value(List<Bucket> unsorted) {
            List<Bucket> sorted = unsorted.stream()
                    .sorted(Comparator.comparingDouble(Bucket::upTo))
                    .toList();
            double rank = quantile * sorted.get(sorted.size() - 1).count();
            Bucket below = new Bucket(0, 0);
            for (Bucket bucket : sorted) {
                if (bucket.count() >= rank && bucket.count() > 0) {
                    return bucket.upTo() == Double.POSITIVE_INFINITY
                            ? below.upTo()
                            : below.upTo()
                                    + (bucket.upTo() - below.upTo())
                                            * (rank - below.count())
                                            / (bucket.count() - below.count());
                }
                below = bucket;
            }
            return Double.NaN;
        }

        @Override
        public Set<Selector> selectors() {
            return buckets.selectors();
        }
    }

    /** Arithmetic and comparison; a number stands beside each series of the other side. */
    record Binary(Expression left, String operator, Expression right) implements Expression {

        private static final Map<String, DoubleBinaryOperator> ARITHMETIC = Map.of(
                "+", (one, other) -> one + other,
                "-", (one, other) -> one - other,
                "*", (one, other) -> one * other,
                "/", (one, other) -> one / other);
        private static final Map<String, BiPredicate<Double, Double>> COMPARISON = Map.of(
                ">", (one, other) -> one > other,
                "<", (one, other) -> one < other,
                ">=", (one, other) -> one >= other,
                "<=", (one, other) -> one <= other,
                "==", (one, other) -> one.doubleValue() == other.doubleValue(),
                "!=", (one, other) -> one.doubleValue() != other.doubleValue());

        @Override
        public List<Sample> at(History history, long at) {
            List<Sample> rights = right.at(history, at);
            return left.at(history, at).stream()
                    .flatMap(one -> rights.stream()
                            .filter(other -> right instanceof Constant
                                    || one.unnamed()
                                            .labels()
                                            .equals(other.unnamed().labels()))
                            .flatMap(other -> applied(one, other.value()).stream()))
                    .toList();
        }

        private List<Sample> applied(Sample one, double other) {
            DoubleBinaryOperator arithmetic = ARITHMETIC.get(operator);
            if (arithmetic != null) {
                return List.of(one.unnamed().with(arithmetic.applyAsDouble(one.value(), other)));
            }
            BiPredicate<Double, Double> comparison = COMPARISON.get(operator);
            return comparison != null && comparison.test(one.value(), other) ? List.of(one) : List.of();
        }

        @Override
        public Set<Selector> selectors() {
            return both(left, right);
        }
    }

    /** {@code and}, {@code unless}: by whether the other side has a series of the same labels. */
    record Filter(Expression left, boolean keeps, Expression right) implements Expression {
        @Override
        public List<Sample> at(History history, long at) {
            Set<Map<String, String>> others = right.at(history, at).stream()
                    .map(sample -> sample.unnamed().labels())
                    .collect(Collectors.toSet());
            return left.at(history, at).stream()
                    .filter(sample -> others.contains(sample.unnamed().labels()) == keeps)
                    .toList();
        }

        @Override
        public Set<Selector> selectors() {
            return both(left, right);
        }
    }

    private static Set<Selector> both(Expression left, Expression right) {
        Set<Selector> all = new HashSet<>(left.selectors());
        all.addAll(right.selectors());
        return all;
    }
}
