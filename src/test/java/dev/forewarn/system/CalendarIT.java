package dev.forewarn.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forewarn.servers.ForewarnProcess;
import dev.forewarn.servers.Servers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A trial on servers of one's own: the calendar begins in the past and runs a day a second. */
class CalendarIT {

    private static final String SUBJECT = "trial/api";

    private static final List<String> LADDER = List.of("P30D", "P14D", "P7D", "P3D", "P1D", "P0D");

    @Test
    void runsFastFromItsStartAndRaisesTheWholeLadder() {
        LocalDate start = LocalDate.now(ZoneOffset.UTC).minusDays(25);
        String database = Servers.createDatabase();
        Map<String, String> environment = new HashMap<>(ForewarnProcess.environment(
                database, Servers.createTopic("events", 4), Servers.createTopic("rejected", 1)));
        environment.put("FOREWARN_CALENDAR_START", start + "T00:00:00Z");
        environment.put(
                "FOREWARN_CALENDAR_RATE", Long.toString(Duration.ofDays(1).toSeconds()));
        try (ForewarnProcess process = ForewarnProcess.start(environment).awaitReady();
                CountingReceiver receiver = new CountingReceiver()) {
            Api api = new Api(process::uri);
            api.subscribe("{\"url\": \"" + receiver.url("/hook") + "\"}");
            api.post("/v1/events", "application/cloudevents+json", event(start), 202);
            Awaitility.await("reached")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> told(api), told -> told.contains("reached"));

            List<String> told = told(api);
            assertThat(told).containsExactlyElementsOf(expected(told.get(1)));
            // A reminder that is not sent within its day, which is a second, is superseded by the next one.
            List<String> standing = new Tables(database).texts("select id from notice where voided_by is null");
            assertThat(standing).hasSizeGreaterThanOrEqualTo(2);
            Awaitility.await("told")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> receiver.received("/hook").keySet().containsAll(standing));
            assertThat(ids(api)).containsAll(receiver.received("/hook").keySet());
        }
    }

    /** All that is left of the ladder: a day is a second, so a slow machine says later what it has to say. */
    private static List<String> expected(String late) {
        int first = LADDER.indexOf(late.replace(" late", ""));
        assertThat(late).endsWith(" late");
        assertThat(first).isBetween(0, LADDER.size() - 2);
        return Stream.of(
                        Stream.of("announced", late),
                        LADDER.subList(first + 1, LADDER.size()).stream(),
                        Stream.of("reached"))
                .flatMap(each -> each)
                .toList();
    }

    private static String event(LocalDate start) {
        return """
                {"specversion": "1.0", "type": "dev.forewarn.cutoff.stated.v1", "id": "1", "source": "https://trial.example",
                 "time": "%s", "data": {"subject": {"id": "%s", "name": "An API", "kind": "api"},
                 "milestone": "shutdown", "effective": {"on": "%s", "zone": "UTC"}, "certainty": "committed",
                 "claimedBy": {"name": "Trial", "authority": "official"}}}"""
                .formatted(Instant.parse(start + "T00:00:00Z"), SUBJECT, start.plusDays(20));
    }

    private static List<String> ids(Api api) {
        JsonNode items = api.get("/v1/notices?subject=" + SUBJECT).get("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(notice -> notice.get("id").asText())
                .toList();
    }

    private static List<String> told(Api api) {
        JsonNode items = api.get("/v1/notices?subject=" + SUBJECT).get("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(CalendarIT::told)
                .toList();
    }

    private static String told(JsonNode notice) {
        JsonNode data = notice.get("data");
        String late = data.get("late").asBoolean() ? " late" : "";
        return data.get("leadTime").isNull()
                ? notice.get("type").asText().replace("cutoff.", "")
                : data.get("leadTime").asText() + late;
    }
}
