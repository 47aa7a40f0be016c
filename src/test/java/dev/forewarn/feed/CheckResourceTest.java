package dev.forewarn.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.ledger.CountedPool;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Speaker;
import dev.forewarn.lifecycle.Standing;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class CheckResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Rows rows;

    @Inject
    Pool pool;

    @Inject
    CheckStore store;

    @Inject
    CalendarClock calendar;

    @Inject
    Answers answers;

    private final String provider = Rows.newProvider();

    @Test
    void eachSubjectHasAVerdictAndTheWorstIsThatOfAll() {
        String far = ends("far", 100);
        String soon = ends("soon", 10);
        Response answer = check(far, soon, provider + "/nothing");

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.<String>path("verdict")).isEqualTo("approaching");
        assertThat(answer.<String>path("within")).isEqualTo("P30D");
        assertThat(answer.<List<String>>path("items.verdict")).containsExactly("clear", "approaching", "unknown");
        assertThat(answer.<List<String>>path("items.action")).containsExactly("plan", "migrate", "check_name");
        assertThat(answer.<List<String>>path("items.subject")).containsExactly(far, soon, null);
        assertThat(answer.<List<Integer>>path("items.daysLeft")).containsExactly(100, 10, null);
        assertThat(answer.<String>path("items[1].cutoff.key")).isEqualTo(soon + ":shutdown");
        assertThat(answer.<String>path("items[1].advice")).contains("10 days left", "No replacement is known.");
        assertThat(check(far).<String>path("verdict")).isEqualTo("clear");
        assertThat(check(far, provider + "/nothing").<String>path("verdict")).isEqualTo("unknown");
        assertThat(check(soon, ends("over", -10)).<String>path("verdict")).isEqualTo("passed");
    }

    @Test
    void whatTakesNothingAwayCountsOnlyIfAskedFor() {
        String subject = provider + "/old";
        rows.cutoff(subject + ":deprecated", in(-100), Certainty.COMMITTED);

        assertThat(check(subject).<String>path("verdict")).isEqualTo("clear");
        assertThat(check(subject).<String>path("items[0].action")).isEqualTo("none");
        assertThat(get("&milestone=deprecated", subject).<String>path("verdict"))
                .isEqualTo("passed");
    }

    @Test
    void aSubjectIsFoundByWhatItIsCalledInCapitalsOrNot() {
        rows.subject(provider + "/models/x-1", "Model X", provider + " The Great", "shared " + provider);
        rows.subject(provider + "/models/x-2", "Other", "Shared " + provider);
        ends("models/x-1", 10);

        for (String name : List.of(provider + " the great", provider.toUpperCase(Locale.ROOT) + "/MODELS/X-1")) {
            assertThat(check(name).<String>path("items[0].subject")).as(name).isEqualTo(provider + "/models/x-1");
            assertThat(check(name).<String>path("items[0].asked")).isEqualTo(name);
        }
        Response ambiguous = check("SHARED " + provider);
        assertThat(ambiguous.<String>path("items[0].verdict")).isEqualTo("unknown");
        assertThat(ambiguous.<List<String>>path("items[0].candidates"))
                .containsExactly(provider + "/models/x-1", provider + "/models/x-2");
        assertThat(ambiguous.<String>path("items[0].advice")).contains("More than one");
    }

    @Test
    void whoIsNamedExactlyIsMeantWhateverOthersAreCalled() {
        String exact = ends("exact", 100);
        rows.subject(provider + "/other", "Other", exact);

        assertThat(check(exact).<String>path("items[0].subject")).isEqualTo(exact);
    }

    @Test
    void aReplacementIsCheckedItself() {
        String next = ends("next", 5);
        String gone = ends("gone", -5);
        Replacement replacement = new Replacement(
                Replacement.Status.SUGGESTED,
                List.of(SubjectId.parse(next), SubjectId.parse(gone), SubjectId.parse(provider + "/new")),
                Optional.empty());
        rows.cutoff(
                with(replacement, Rows.of(provider + "/a:shutdown", in(10), Certainty.COMMITTED)), Optional.empty());

        Response answer = check(provider + "/a");
        assertThat(answer.<String>path("items[0].replacement.status")).isEqualTo("suggested");
        assertThat(answer.<List<String>>path("items[0].replacement.subjects.verdict"))
                .containsExactly("approaching", "passed", "unknown");
        assertThat(answer.<String>path("items[0].advice"))
                .contains(next + " (which ends soon itself)", gone + " (which has ended itself)");
    }

    @Test
    void evidenceTellsWhoSaysSoAndWhenThatWasLastConfirmed() {
        Cutoff cutoff = rows.cutoff(provider + "/a:shutdown", in(10), Certainty.COMMITTED);
        rows.claim(
                cutoff,
                Rows.SOURCE,
                Optional.of(statement(cutoff)),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-02-01T00:00:00Z"));
        rows.claim(cutoff, "https://gone.example", Optional.empty(), Instant.EPOCH, Instant.EPOCH);

        Response answer = check(provider + "/a");
        assertThat(answer.<List<String>>path("items[0].evidence.source")).containsExactly(Rows.SOURCE);
        assertThat(answer.<String>path("items[0].evidence[0].authority")).isEqualTo("official");
        assertThat(answer.<String>path("items[0].evidence[0].url")).isEqualTo("https://somebody.example/page");
        assertThat(answer.<String>path("items[0].evidence[0].saidAt")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(answer.<String>path("items[0].evidence[0].confirmedAt")).isEqualTo("2026-02-01T00:00:00Z");
        assertThat(answer.<Boolean>path("items[0].evidence[0].counts")).isTrue();
        assertThat(text(provider + "/a").asString()).contains("Source: https://somebody.example/page");
    }

    @Test
    void channelsAndRegionsChooseAsInTheListOfCutoffs() {
        String subject = ends("b", 100);
        rows.cutoff(subject + ":shutdown@azure;region=DE", in(10), Certainty.COMMITTED);

        assertThat(check(subject).<String>path("verdict")).isEqualTo("approaching");
        assertThat(get("&channel=" + provider, subject).<String>path("verdict")).isEqualTo("clear");
        assertThat(get("&channel=azure", subject).<String>path("verdict")).isEqualTo("approaching");
        assertThat(get("&region=FR", subject).<String>path("verdict")).isEqualTo("clear");
        assertThat(get("&region=DE", subject).<String>path("verdict")).isEqualTo("approaching");
        assertThat(get("&audience=free-tier", subject).<String>path("verdict")).isEqualTo("approaching");
        assertThat(get("&within=P5D", subject).<String>path("verdict")).isEqualTo("clear");
        assertThat(get("&within=P4M", subject).<Integer>path("items[0].others")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "soon, approaching, 409",
        "soon, passed, 200",
        "soon, unknown, 409",
        "over, approaching, 409",
        "over, passed, 409",
        "far, unknown, 200",
        "none, unknown, 409",
        "none, approaching, 200"
    })
    void theStatusIsAnErrorFromTheVerdictOnThatIsAskedFor(String name, String failOn, int status) {
        Map.of("soon", 10, "over", -10, "far", 100).forEach(this::ends);
        String subject = provider + "/" + name;

        Response answer = get("&failOn=" + failOn, subject);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.asString()).isEqualTo(check(subject).asString());
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(post("{\"subjects\": [\"" + subject + "\"], \"failOn\": \"" + failOn + "\"}")
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void aListOfLinesWithCommentsIsCheckedAsAnyOther() {
        String soon = ends("soon", 10);
        String lines = "# what we use\r\n\n  " + soon + "   # for the clips\r\n" + provider + "/c#\n" + soon + "\n#";
        Response answer = given().contentType("text/plain; charset=utf-8")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/v1/check?within=P20D&failOn=approaching");

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(409);
        assertThat(answer.<List<String>>path("items.asked")).containsExactly(soon, provider + "/c#");
        assertThat(answer.<String>path("within")).isEqualTo("P20D");
    }

    @Test
    void peopleReadLines() {
        String soon = ends("soon", 1);
        String text = text(soon).asString();

        assertThat(text(soon).contentType()).startsWith("text/plain");
        assertThat(text.lines().toList()).hasSize(2);
        assertThat(text).startsWith("approaching  " + soon + ": shutdown on ").contains("1 day left");
        assertThat(text).endsWith("approaching  1 checked, within P30D\n");
        assertThat(given().header("Accept", "application/json, text/plain")
                        .get("/v1/check?subject=" + soon)
                        .contentType())
                .startsWith("application/json");
        assertThat(given().header("Accept", "text/plain").get("/v1/check").contentType())
                .isEqualTo("application/problem+json");
    }

    @Test
    void whatTheClientHasIsNotSentAgainUnlessItIsAnErrorThatItWants() {
        String soon = ends("soon", 10);
        String tag = check(soon).header("ETag");
        String url = "/v1/check?subject=" + soon;

        assertThat(check(soon).header("Vary")).containsIgnoringCase("accept");
        assertThat(given().header("If-None-Match", tag).get(url).statusCode()).isEqualTo(304);
        assertThat(given().header("If-None-Match", tag)
                        .get(url + "&failOn=approaching")
                        .statusCode())
                .isEqualTo(409);
        assertThat(text(soon).header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void fiveHundredTakeAsManyStatementsAsOne() {
        CountedPool counted = new CountedPool(pool);
        Check check = new Check(counted.pool(), store, calendar, answers);
        List<String> many = IntStream.range(0, CheckQuery.MAX_SUBJECTS)
                .mapToObj(i -> provider + "/" + i)
                .toList();
        Replacement replacement =
                new Replacement(Replacement.Status.DROP_IN, List.of(SubjectId.parse(many.get(0))), Optional.empty());
        for (String each : many.subList(0, 50)) {
            rows.cutoff(with(replacement, Rows.of(each + ":shutdown", in(3), Certainty.COMMITTED)), Optional.empty());
        }

        of(check, many.subList(0, 1));
        int one = counted.take();
        CheckAnswer answer = of(check, many);
        assertThat(one).isLessThanOrEqualTo(5);
        assertThat(counted.take()).isEqualTo(one);
        assertThat(answer.items()).hasSize(500);
        assertThat(answer.items().stream().filter(item -> item.verdict() == Verdict.APPROACHING))
                .hasSize(50);
    }

    private static CheckAnswer of(Check check, List<String> asked) {
        CheckTerms terms = new CheckTerms(CheckTerms.DEFAULT_WITHIN, List.of(), List.of(), List.of(), List.of());
        return check.of(new CheckQuery(asked, terms, Optional.empty())).await().atMost(PATIENCE);
    }

    @Test
    void moreThanFiveHundredAreRefused() {
        String named =
                IntStream.range(0, 501).mapToObj(i -> "\"a/" + i + "\"").collect(Collectors.joining(",", "[", "]"));
        Response answer = post("{\"subjects\": " + named + "}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.<String>path("errors[0].pointer")).isEqualTo("/subjects");
        String lines = IntStream.range(0, 501).mapToObj(i -> "a/" + i).collect(Collectors.joining("\n"));
        assertThat(given().contentType("text/plain")
                        .body(lines)
                        .post("/v1/check")
                        .statusCode())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "within=P30D",
                "subject=",
                "subject=%00",
                "subject=a/b&within=30",
                "subject=a/b&within=P-1D",
                "subject=a/b&within=P11Y",
                "subject=a/b&within=PT1H",
                "subject=a/b&failOn=clear",
                "subject=a/b&failOn=always",
                "subject=a/b&milestone=end",
                "subject=a/b&region=de",
                "subject=a/b&channel=Azure",
                "subject=a/b&regions=DE"
            })
    void whatCannotBeUnderstoodIsRefused(String query) {
        Response answer = given().urlEncodingEnabled(false).get("/v1/check?" + query);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; 422; /subjects",
                "{\"subjects\": []}; 422; /subjects",
                "{\"subjects\": [7]}; 422; /subjects/0",
                "{\"subjects\": [\"a/b\"], \"within\": \"soon\"}; 422; /within",
                "{\"subjects\": [\"a/b\"], \"region\": \"DE\"}; 422; /region",
                "[]; 422; ''",
                "{; 400; ''"
            })
    void aBodyThatCannotBeTakenIsRefused(String body, int status, String pointer) {
        Response answer = post(body);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        if (!pointer.isEmpty()) {
            assertThat(answer.<List<String>>path("errors.pointer")).contains(pointer);
        }
        assertThat(given().contentType("text/plain")
                        .body("# nothing\n")
                        .post("/v1/check")
                        .statusCode())
                .isEqualTo(422);
        assertThat(given().contentType("application/json")
                        .body("{\"subjects\": [\"a/b\"]}")
                        .post("/v1/check?failOn=passed")
                        .statusCode())
                .isEqualTo(400);
    }

    private String ends(String name, int days) {
        return rows.cutoff(provider + "/" + name + ":shutdown", in(days), Certainty.COMMITTED)
                .key()
                .subject()
                .toString();
    }

    private Effective in(int days) {
        return new Effective.On(
                LocalDate.ofInstant(calendar.instant(), ZoneOffset.UTC).plusDays(days), ZoneOffset.UTC);
    }

    private static Cutoff with(Replacement replacement, Cutoff cutoff) {
        Standing was = cutoff.standing();
        return new Cutoff(
                cutoff.key(),
                1,
                false,
                new Standing(
                        was.subject(),
                        was.effective(),
                        was.window(),
                        was.certainty(),
                        replacement,
                        was.source(),
                        1,
                        1,
                        List.of()));
    }

    private static Statement statement(Cutoff cutoff) {
        return new Statement(
                cutoff.standing().subject(),
                cutoff.key().milestone(),
                cutoff.key().scope(),
                cutoff.standing().effective(),
                Certainty.COMMITTED,
                Optional.empty(),
                Replacement.UNKNOWN,
                Optional.empty(),
                new Speaker(
                        "Somebody",
                        Authority.OFFICIAL,
                        Optional.of(URI.create("https://somebody.example/page")),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static Response check(String... subjects) {
        return get("", subjects);
    }

    private static Response get(String options, String... subjects) {
        return given().queryParam("subject", (Object[]) subjects).get("/v1/check" + options.replaceFirst("&", "?"));
    }

    private static Response text(String subject) {
        return given().header("Accept", "text/plain").get("/v1/check?subject=" + subject);
    }

    private static Response post(String body) {
        return given().contentType("application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/check");
    }
}
