package dev.forewarn.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each rule fires at what it is for, and at nothing else; each is explained. */
class PrometheusRulesTest {

    private static final long MINUTE = 60;
    private static final long NOW = 90 * MINUTE;

    /** Series of an instance that is well: its value at first, and by how much it grows in a minute. */
    private static final String WELL =
            """
            forewarn_database_reachable{instance="a"} 1 0
            forewarn_ladder_overdue_seconds{instance="a"} 0 0
            forewarn_ladder_lag_seconds_bucket{instance="a",le="1.0"} 10 2
            forewarn_ladder_lag_seconds_bucket{instance="a",le="300.0"} 10 2
            forewarn_ladder_lag_seconds_bucket{instance="a",le="+Inf"} 10 2
            forewarn_notice_fanouts_oldest_seconds{instance="a"} 1 0
            forewarn_delivery_overdue_seconds{instance="a"} 2 0
            forewarn_delivery_waiting{instance="a"} 20 0
            forewarn_intake_events_total{instance="a",outcome="stored"} 100 10
            forewarn_intake_events_total{instance="a",outcome="rejected"} 1 0.1
            kafka_consumer_response_total{instance="a"} 100 120
            kafka_consumer_fetch_manager_records_lag_max{instance="a"} 3 0
            forewarn_loop_steps_total{instance="a",loop="sweep",outcome="done"} 100 60
            forewarn_loop_steps_total{instance="a",loop="sweep",outcome="failed"} 3 1
            forewarn_feed_newest{instance="a"} 50 1
            forewarn_feed_heard{instance="a"} 50 1
            forewarn_delivery_attempts_total{instance="a",outcome="2xx"} 100 100
            forewarn_delivery_attempts_total{instance="a",outcome="timeout"} 10 3
            forewarn_subscription_changes_total{instance="a",state="disabled"} 4 0
            forewarn_imports_readings_total{instance="a",outcome="read"} 4 0.1
            forewarn_imports_readings_total{instance="a",outcome="failed"} 4 0.01
            forewarn_notice_raised_total{instance="a",kind="conflicted",late="false"} 2 0
            forewarn_cutoff_seconds{instance="a",subject="a/b",milestone="shutdown",channel="a",region="*"} 5000000 -60
            forewarn_cutoff_seconds{instance="a",subject="a/b",milestone="deprecated",channel="a",region="*"} 9000 -60
            """;

    /** What is otherwise where an alert should fire; a series takes the place of the one that is well. */
    private static final Map<String, String> ILL = Map.ofEntries(
            Map.entry("ForewarnPostgresUnreachable", "forewarn_database_reachable{instance=\"a\"} 0 0"),
            Map.entry("ForewarnNothingRaised", "forewarn_ladder_overdue_seconds{instance=\"a\"} 0 60"),
            Map.entry("ForewarnLadderLags", "forewarn_ladder_lag_seconds_bucket{instance=\"a\",le=\"1.0\"} 10 0.2"),
            Map.entry("ForewarnFanoutStuck", "forewarn_notice_fanouts_oldest_seconds{instance=\"a\"} 0 60"),
            Map.entry("ForewarnBacklogOld", "forewarn_delivery_overdue_seconds{instance=\"a\"} 0 60"),
            Map.entry("ForewarnBacklogLarge", "forewarn_delivery_waiting{instance=\"a\"} 60000 10"),
            Map.entry("ForewarnRejects", "forewarn_intake_events_total{instance=\"a\",outcome=\"rejected\"} 1 2"),
            Map.entry("ForewarnKafkaUnreachable", "kafka_consumer_response_total{instance=\"a\"} 100 0"),
            Map.entry("ForewarnIntakeBehind", "kafka_consumer_fetch_manager_records_lag_max{instance=\"a\"} 20000 0"),
            Map.entry(
                    "ForewarnLoopFails",
                    """
                    forewarn_loop_steps_total{instance="a",loop="sweep",outcome="done"} 100 0
                    forewarn_loop_steps_total{instance="a",loop="sweep",outcome="failed"} 3 60"""),
            Map.entry("ForewarnFeedBehind", "forewarn_feed_heard{instance=\"a\"} 50 0"),
            Map.entry(
                    "ForewarnAttemptsFail",
                    "forewarn_delivery_attempts_total{instance=\"a\",outcome=\"timeout\"} 10 300"),
            Map.entry(
                    "ForewarnSubscriptionsDisabled",
                    "forewarn_subscription_changes_total{instance=\"a\",state=\"disabled\"} 4 1"),
            Map.entry(
                    "ForewarnImportsFail",
                    """
                    forewarn_imports_readings_total{instance="a",outcome="read"} 4 0
                    forewarn_imports_readings_total{instance="a",outcome="failed"} 4 0.1"""),
            Map.entry(
                    "ForewarnConflict",
                    "forewarn_notice_raised_total{instance=\"a\",kind=\"conflicted\",late=\"false\"} 2 0.1"),
            Map.entry(
                    "ForewarnCutoffNear",
                    "forewarn_cutoff_seconds{instance=\"a\",subject=\"a/b\",milestone=\"shutdown\",channel=\"a\",region=\"*\"} 1200000 -60"));

    @TestFactory
    Stream<DynamicTest> eachAlertFiresAtWhatItIsFor() throws IOException {
        return Rule.alerts().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> {
                    String ill = rule.name().equals("ForewarnAbsent")
                            ? ""
                            : Optional.ofNullable(ILL.get(rule.name())).orElseThrow();
                    History history = rule.name().equals("ForewarnAbsent") ? new History() : history(WELL + ill);
                    assertThat(rule.fires(history, NOW)).isTrue();
                }));
    }

    @TestFactory
    Stream<DynamicTest> noAlertFiresWhileAllIsWell() throws IOException {
        History well = history(WELL);
        return Rule.alerts().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.name(), () -> assertThat(rule.fires(well, NOW)).isFalse()));
    }

    @TestFactory
    Stream<DynamicTest> eachRuleFindsTheSeriesThatItNamesWhileAllIsWell() throws IOException {
        Set<String> names = Scrape.names(history(WELL).at(NOW));
        return Rule.alerts().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.name(), () -> assertThat(rule.expression().selectors())
                                .extracting(Expression.Selector::name)
                                .isNotEmpty()
                                .isSubsetOf(names)));
    }

    @Test
    void anAlertWaitsForAsLongAsItSays() throws IOException {
        Rule rule = Rule.alerts().stream()
                .filter(each -> each.name().equals("ForewarnPostgresUnreachable"))
                .findFirst()
                .orElseThrow();
        History history = history(WELL);
        List<Sample> away = Scrape.parse("forewarn_database_reachable{instance=\"a\"} 0");
        history.scraped(NOW, away);
        history.scraped(NOW + MINUTE, away);
        assertThat(rule.fires(history, NOW + MINUTE)).isFalse();
        history.scraped(NOW + 2 * MINUTE, away);
        assertThat(rule.fires(history, NOW + 2 * MINUTE)).isTrue();
    }

    @Test
    void everyAlertHasItsLinesInTheRunbook() throws IOException {
        List<String> headings = Files.readAllLines(Path.of("deploy/ALERTS.md")).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
        assertThat(Rule.alerts()).extracting(Rule::name).containsExactlyElementsOf(headings);
        assertThat(Rule.alerts())
                .allSatisfy(rule -> assertThat(
                                rule.node().at("/annotations/runbook_url").asText())
                        .isEqualTo("deploy/ALERTS.md#" + rule.name().toLowerCase(Locale.ROOT)))
                .allSatisfy(rule -> assertThat(
                                rule.node().at("/annotations/summary").asText())
                        .isNotEmpty())
                .allSatisfy(rule ->
                        assertThat(rule.node().at("/labels/severity").asText()).isIn("critical", "warning", "info"));
    }

    @Test
    void everyPanelOfTheDashboardCanBeDrawn() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(Path.of(Dashboard.FILE).toFile());
        List<JsonNode> panels = Rule.elements(dashboard.path("panels")).toList();
        Set<Integer> ids =
                panels.stream().map(panel -> panel.path("id").asInt()).collect(Collectors.toSet());
        assertThat(ids).hasSize(panels.size());
        assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
        Set<String> places = new HashSet<>();
        for (JsonNode panel : panels) {
            assertThat(places.add(panel.path("gridPos").toString())).isTrue();
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotEmpty();
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                assertThat(panel.path("targets")).isNotEmpty();
            }
        }
        assertThat(Dashboard.expressions()).hasSizeGreaterThan(20).allSatisfy(ExpressionReader::read);
    }

    /** Scrapes of each minute until now. */
    private static History history(String series) {
        Map<String, String[]> values = series.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts, (well, ill) -> ill));
        History history = new History();
        for (long at = 0; at <= NOW; at += MINUTE) {
            double minutes = (double) at / MINUTE;
            String scrape = values.values().stream()
                    .map(parts ->
                            parts[0] + " " + (Double.parseDouble(parts[1]) + minutes * Double.parseDouble(parts[2])))
                    .collect(Collectors.joining("\n"));
            history.scraped(at, Scrape.parse(scrape));
        }
        return history;
    }
}
