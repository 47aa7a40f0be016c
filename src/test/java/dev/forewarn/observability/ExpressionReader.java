package dev.forewarn.observability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads an {@link Expression}; what is no part of it is a fault, so that no rule leaves what is tested. */
final class ExpressionReader {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*([a-zA-Z_:][\\w:]*|\\d+[smhd]|\\d+(?:\\.\\d+)?|\"[^\"]*\"|[<>=!]=|=~|[-+*/<>=(){},\\[\\]]|\\S)");
    private static final Set<String> AGGREGATES = Set.of("sum", "min", "max", "count");
    private static final Map<Character, Long> UNITS = Map.of('s', 1L, 'm', 60L, 'h', 3_600L, 'd', 86_400L);

    private final String text;
    private final Deque<String> tokens;

    private ExpressionReader(String text) {
        this.text = text;
        this.tokens = new ArrayDeque<>(TOKEN.matcher(text)
                .results()
                .map((MatchResult each) -> each.group(1))
                .toList());
    }

    static Expression read(String text) {
        ExpressionReader reader = new ExpressionReader(text);
        Expression read = reader.filter();
        if (!reader.tokens.isEmpty()) {
            throw reader.fault();
        }
        return read;
    }

    private Expression filter() {
        Expression left = comparison();
        while (next("and") || next("unless")) {
            boolean keeps = tokens.remove().equals("and");
            left = new Expression.Filter(left, keeps, comparison());
        }
        return left;
    }

    private Expression comparison() {
        return binary(
                () -> binary(() -> binary(this::primary, Set.of("*", "/")), Set.of("+", "-")),
                Set.of(">", "<", ">=", "<=", "==", "!="));
    }

    private interface Part {
        Expression read();
    }

    private Expression binary(Part part, Set<String> operators) {
        Expression left = part.read();
        while (!tokens.isEmpty() && operators.contains(tokens.element())) {
            String operator = tokens.remove();
            left = new Expression.Binary(left, operator, part.read());
        }
        return left;
    }

    private Expression primary() {
        if (next("(")) {
            return bracketed();
        }
        String token = take();
        if (Character.isDigit(token.charAt(0))) {
            return new Expression.Constant(Double.parseDouble(token));
        }
        if (AGGREGATES.contains(token)) {
            List<String> by = next("by") ? by() : List.of();
            return new Expression.Aggregate(token, by, bracketed());
        }
        return switch (token) {
            case "rate", "increase" -> new Expression.Growth(range(), token.equals("rate"));
            case "absent" -> new Expression.Absent(bracketed());
            case "histogram_quantile" -> quantile();
            default -> selector(token);
        };
    }

    private Expression bracketed() {
        expect("(");
        Expression inner = filter();
        expect(")");
        return inner;
    }

    private List<String> by() {
        expect("by");
        expect("(");
        List<String> labels = new ArrayList<>();
        while (!next(")")) {
            labels.add(take());
            skip(",");
        }
        expect(")");
        return labels;
    }

    private Expression.Selector range() {
        if (bracketed() instanceof Expression.Selector selector && selector.range() > 0) {
            return selector;
        }
        throw fault();
    }

    private Expression quantile() {
        expect("(");
        double quantile = Double.parseDouble(take());
        expect(",");
        Expression buckets = filter();
        expect(")");
        return new Expression.Quantile(quantile, buckets);
    }

    private Expression selector(String name) {
        if (!Character.isLetter(name.charAt(0))) {
            throw fault();
        }
        List<Expression.Matcher> matchers = new ArrayList<>();
        if (skip("{")) {
            while (!next("}")) {
                matchers.add(new Expression.Matcher(take(), take(), unquoted(take())));
                skip(",");
            }
            expect("}");
        }
        return new Expression.Selector(name, matchers, next("[") ? seconds() : 0);
    }

    private long seconds() {
        expect("[");
        long seconds = seconds(take());
        expect("]");
        return seconds;
    }

    /** {@code 5m} and the like. */
    static long seconds(String duration) {
        int last = duration.length() - 1;
        return Long.parseLong(duration.substring(0, last)) * UNITS.getOrDefault(duration.charAt(last), 0L);
    }

    private static String unquoted(String quoted) {
        return quoted.substring(1, quoted.length() - 1);
    }

    private boolean next(String token) {
        return token.equals(tokens.peek());
    }

    private boolean skip(String token) {
        return next(token) && tokens.remove().equals(token);
    }

    private void expect(String token) {
        if (!skip(token)) {
            throw fault();
        }
    }

    private String take() {
        if (tokens.isEmpty()) {
            throw fault();
        }
        return tokens.remove();
    }

    private IllegalArgumentException fault() {
        return new IllegalArgumentException("not understood at " + tokens + " of " + text);
    }
}
