package dev.forewarn.feed;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.ValidationWarnings;
import biweekly.component.VEvent;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class CalendarResourceTest {

    private static final String LONG =
            "Sora 2, the; one \\\\ with a name that is so long that its line has to be folded: äöü"
                    + " äöü äöü äöü äöü";

    private final String provider = Rows.newProvider();

    @Test
    void aDayIsADayWhereverItIsReckoned() {
        String subject = provider + "/a";
        Events.state(subject, "A", "{\"on\": \"2040-09-24\", \"zone\": \"Pacific/Auckland\"}", "committed");
        String file = new String(get(subject).asByteArray(), UTF_8);
        assertThat(lines(file)).contains("DTSTART;VALUE=DATE:20400924", "DTEND;VALUE=DATE:20400925");
        VEvent event = event(subject);
        assertThat(event.getDateStart().getValue().hasTime()).isFalse();
        assertThat(event.getStatus().isConfirmed()).isTrue();
        assertThat(event.getSummary().getValue()).isEqualTo("A: shutdown");
        assertThat(event.getTransparency().isTransparent()).isTrue();
    }

    @Test
    void aMonthIsAllItsDaysAndAnInstantIsInUtc() {
        Events.state(provider + "/m", "M", "{\"in\": \"2040-02\", \"zone\": \"UTC\"}", "earliest");
        Events.state(provider + "/i", "I", "{\"at\": \"2040-03-01T17:30:00+02:00\"}", "tentative");
        assertThat(lines(file(provider + "/m"))).contains("DTSTART;VALUE=DATE:20400201", "DTEND;VALUE=DATE:20400301");
        assertThat(lines(file(provider + "/i"))).contains("DTSTART:20400301T153000Z");
        assertThat(event(provider + "/m").getSummary().getValue()).isEqualTo("M: shutdown (not before)");
        assertThat(event(provider + "/m").getStatus().isTentative()).isTrue();
        assertThat(event(provider + "/i").getStatus().isTentative()).isTrue();
    }

    @Test
    void everyLeadTimeRingsWhileItIsAhead() {
        Events.state(provider + "/a", "A", "{\"on\": \"2040-09-24\", \"zone\": \"UTC\"}", "committed");
        Events.state(provider + "/past", "P", "{\"on\": \"2026-01-02\", \"zone\": \"UTC\"}", "committed");
        assertThat(event(provider + "/a").getAlarms().stream()
                        .map(alarm -> alarm.getTrigger().getDuration().toMillis() / -86_400_000))
                .containsExactly(180L, 90L, 60L, 30L, 14L, 7L, 3L, 1L, 0L);
        assertThat(event(provider + "/past").getAlarms()).isEmpty();
    }

    @Test
    void anEventKeepsItsUidAndItsSequenceRisesUntilItIsCancelled() {
        String subject = provider + "/a";
        Events.state(subject, "A", "{\"on\": \"2040-06-03\", \"zone\": \"UTC\"}", "committed");
        VEvent first = event(subject);
        Events.state(subject, "A", "{\"on\": \"2040-06-23\", \"zone\": \"UTC\"}", "committed");
        VEvent second = event(subject);
        Events.withdraw(subject);
        VEvent third = event(subject);

        assertThat(List.of(second.getUid().getValue(), third.getUid().getValue()))
                .containsOnly(first.getUid().getValue());
        assertThat(second.getSequence().getValue())
                .isGreaterThan(first.getSequence().getValue());
        assertThat(third.getSequence().getValue())
                .isGreaterThan(second.getSequence().getValue());
        assertThat(second.getStatus().isConfirmed()).isTrue();
        assertThat(third.getStatus().isCancelled()).isTrue();
        assertThat(third.getDateStart().getValue())
                .isEqualTo(second.getDateStart().getValue());
        assertThat(third.getAlarms()).isEmpty();
        assertThat(third.getDateTimeStamp().getValue())
                .isAfterOrEqualTo(second.getDateTimeStamp().getValue());
    }

    @Test
    void whatHasNoDateIsLeftOut() {
        Events.state(provider + "/a", "A", "null", "tentative");
        assertThat(calendar("subject=" + provider + "/a").getEvents()).isEmpty();
    }

    @Test
    void textsAreEscapedAndFoldedAndTheSameEachTime() {
        String subject = provider + "/long";
        Events.state(subject, LONG, "{\"on\": \"2040-09-24\", \"zone\": \"UTC\"}", "committed");
        assertThat(event(subject).getSummary().getValue()).isEqualTo(LONG.replace("\\\\", "\\") + ": shutdown");
        byte[] file = get(subject).asByteArray();
        assertThat(get(subject).asByteArray()).isEqualTo(file);
        String text = new String(file, UTF_8);
        assertThat(text).contains("\r\n").doesNotContainPattern("[^\r]\n");
        assertThat(Arrays.stream(text.split("\r\n")))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(75));
    }

    @Test
    void anotherLibraryFindsNothingToComplainOf() {
        Events.state(provider + "/a", "A", "{\"on\": \"2040-09-24\", \"zone\": \"UTC\"}", "committed");
        Events.state(provider + "/i", "I", "{\"at\": \"2040-03-01T17:30:00Z\"}", "tentative");
        ValidationWarnings warnings = calendar("subject=" + provider + "/*").validate(ICalVersion.V2_0);
        assertThat(warnings.isEmpty()).as(warnings.toString()).isTrue();
        assertThat(Files.exists(Path.of(System.getProperty("user.home"), ".ical4j")))
                .isFalse();
    }

    @Test
    void theFiltersOfCutoffsHold() {
        Events.state(provider + "/a", "A", "{\"on\": \"2040-09-24\", \"zone\": \"UTC\"}", "committed");
        Events.state(provider + "/b", "B", "{\"on\": \"2040-10-24\", \"zone\": \"UTC\"}", "committed");
        String all = "subject=" + provider + "/*";
        assertThat(calendar(all).getEvents()).hasSize(2);
        assertThat(calendar(all + "&after=2040-10-01").getEvents()).hasSize(1);
        assertThat(calendar(all + "&before=2040-10-01").getEvents()).hasSize(1);
        assertThat(calendar(all + "&milestone=brownout").getEvents()).isEmpty();
        assertThat(calendar(all + "&status=passed").getEvents()).isEmpty();
        assertThat(calendar(all + "&status=upcoming&channel=" + provider).getEvents())
                .hasSize(2);
    }

    @Test
    void aCalendarThatTheClientHasIsNotSentAgain() {
        String subject = provider + "/a";
        Events.state(subject, "A", "{\"on\": \"2040-09-24\", \"zone\": \"UTC\"}", "committed");
        Response first = get(subject);
        assertThat(first.contentType()).startsWith("text/calendar");
        assertThat(first.header("Cache-Control")).isEqualTo("public, max-age=300");
        Response again = given().header("If-None-Match", first.header("ETag"))
                .queryParam("subject", subject)
                .get("/v1/calendar.ics");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(given().head("/v1/calendar.ics?subject=" + subject).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"limit, 5", "cursor, x", "status, gone", "before, tomorrow", "subject, x"})
    void whatCannotBeUnderstoodIsRefusedByName(String parameter, String value) {
        Response answer = given().queryParam(parameter, value).get("/v1/calendar.ics");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.<String>path("errors[0].parameter")).isEqualTo(parameter);
    }

    private static List<String> lines(String file) {
        return List.of(file.split("\r\n"));
    }

    private static String file(String subject) {
        return new String(get(subject).asByteArray(), UTF_8);
    }

    private static VEvent event(String subject) {
        List<VEvent> events = calendar("subject=" + subject).getEvents();
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private static ICalendar calendar(String query) {
        Response answer = given().urlEncodingEnabled(false).get("/v1/calendar.ics?" + query);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return Biweekly.parse(new String(answer.asByteArray(), UTF_8)).first();
    }

    private static Response get(String subject) {
        return given().queryParam("subject", subject).get("/v1/calendar.ics");
    }
}
