package dev.forewarn.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    private static final long NOW = 600;

    private static final String FIRST =
            """
            # TYPE hits counter
            hits{to="a",ok="yes"} 10
            hits{to="a",ok="no"} 10
            hits{to="b",ok="yes"} 100
            took_bucket{le="1.0"} 0
            took_bucket{le="2.0"} 0
            took_bucket{le="+Inf"} 0
            size{to="a"} 5
            size{to="b"} 7
            """;
    private static final String SECOND =
            """
            hits{to="a",ok="yes"} 70
            hits{to="a",ok="no"} 40
            hits{to="b",ok="yes"} 30
            took_bucket{le="1.0"} 50
            took_bucket{le="2.0"} 100
            took_bucket{le="+Inf"} 100
            size{to="a"} 5
            size{to="b"} 7
            """;

    private final History history = new History();

    ExpressionTest() {
        history.scraped(NOW - 60, Scrape.parse(FIRST));
        history.scraped(NOW, Scrape.parse(SECOND));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "increase(hits{to=\"a\",ok=\"yes\"}[1m]) ; 60",
                "rate(hits{to=\"a\",ok=\"yes\"}[1m]) ; 1",
                // It has begun anew.
                "increase(hits{to=\"b\"}[1m]) ; 30",
                "sum(increase(hits{to=\"a\"}[1m])) ; 90",
                "sum(rate(hits{ok!=\"yes\"}[1m])) / sum(rate(hits{to=\"a\"}[1m])) ; 0.3333",
                "histogram_quantile(0.75, sum by (le) (rate(took_bucket[1m]))) ; 1.5",
                "min(size) + max(size) * 2 - count(size) ; 17",
                "size{to=~\"a|c\"} > 4 ; 5",
                "absent(nothing) ; 1",
                "max by (to) (size) unless size{to=\"b\"} ; 5",
                "size and size{to=\"b\"} ; 7"
            })
    void isWhatPrometheusSays(String expression, double value) {
        assertThat(ExpressionReader.read(expression).at(history, NOW))
                .singleElement()
                .satisfies(sample -> assertThat(sample.value()).isCloseTo(value, within(0.0001)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"size > 7", "absent(size)", "size{to=\"c\"}", "size unless size"})
    void mayBeNothing(String expression) {
        assertThat(ExpressionReader.read(expression).at(history, NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate(hits)", "size >", "sum(size", "size size", "rate(sum(hits)[1m])", "? 1"})
    void whatIsNoPartOfItIsAFault(String expression) {
        assertThatThrownBy(() -> ExpressionReader.read(expression)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSeriesThatIsNotSeenForFiveMinutesIsGone() {
        Expression size = ExpressionReader.read("size{to=\"a\"}");
        assertThat(size.at(history, NOW + 299)).hasSize(1);
        assertThat(size.at(history, NOW + 300)).isEmpty();
    }
}
