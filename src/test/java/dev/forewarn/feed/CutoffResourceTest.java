package dev.forewarn.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.ledger.PublicUrl;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Conflict;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Speaker;
import dev.forewarn.lifecycle.Standing;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.sql.Columns;
import dev.forewarn.web.Cursor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class CutoffResourceTest {

    private static final LocalDate DAY = LocalDate.parse("2040-09-24");
    private static final Effective UNDATED = new Effective.Undated();

    @Inject
    Rows rows;

    @Inject
    PublicUrl url;

    private final String provider = Rows.newProvider();

    @Test
    void cutoffsAreListedByTheirStartUndatedOnesLast() {
        String late = dated("a", DAY.plusDays(2));
        String early = dated("b", DAY);
        String never = rows.cutoff(key("c"), UNDATED, Certainty.TENTATIVE).key().toString();
        String between = dated("d", DAY.plusDays(1));
        assertThat(keys("")).containsExactly(early, between, late, never);
    }

    @Test
    void everyCutoffIsListedOncePageByPage() {
        List<Cutoff> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(rows.cutoff(key("same" + i), on(DAY), Certainty.COMMITTED));
            all.add(rows.cutoff(key("other" + i), on(DAY.plusDays(i)), Certainty.COMMITTED));
            all.add(rows.cutoff(key("undated" + i), UNDATED, Certainty.TENTATIVE));
        }
        List<String> expected = all.stream()
                .sorted(Comparator.comparing((Cutoff cutoff) ->
                                cutoff.window().map(window -> window.start()).orElse(Instant.MAX))
                        .thenComparing(Cutoff::id))
                .map(cutoff -> cutoff.key().toString())
                .toList();
        for (int limit : List.of(1, 2, 7, 15, 100)) {
            assertThat(keys("&limit=" + limit)).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void theLastPageHasNoNext() {
        dated("a", DAY);
        Response page = list("&limit=1");
        assertThat(page.asString()).endsWith(",\"next\":null}");
        assertThat(page.header("Link")).isNull();
    }

    @Test
    void theLinkLeadsToTheNextPage() {
        dated("a", DAY);
        String second = dated("b", DAY.plusDays(1));
        String link = list("&limit=1&milestone=shutdown").header("Link");
        String next = link.substring(link.indexOf("/v1/"), link.indexOf('>'));
        assertThat(request().get(next).<List<String>>path("items.key")).containsExactly(second);
    }

    @Test
    void aValueOfAFilterAlsoTakesWhatHoldsEverywhere() {
        String everywhere = dated("a", DAY);
        String germany = dated("b:shutdown@azure;region=DE", DAY.plusDays(1));
        String france = dated("c:shutdown@*;region=FR", DAY.plusDays(2));
        assertThat(keys("&region=DE")).containsExactly(everywhere, germany);
        assertThat(keys("&region=DE&region=FR")).containsExactly(everywhere, germany, france);
        assertThat(keys("&region=*")).containsExactly(everywhere);
        assertThat(keys("&channel=azure")).containsExactly(germany, france);
        assertThat(keys("&channel=" + provider)).containsExactly(everywhere, france);
    }

    @Test
    void milestonesAndDatesFilter() {
        String shutdown = dated("a:shutdown", DAY);
        String brownout = dated("a:brownout", DAY.plusDays(1));
        String deletion = dated("a:data_deletion", DAY.plusDays(2));
        rows.cutoff(key("a:read_only"), UNDATED, Certainty.TENTATIVE);
        assertThat(keys("&milestone=brownout&milestone=data_deletion")).containsExactly(brownout, deletion);
        assertThat(keys("&before=2040-09-25")).containsExactly(shutdown);
        assertThat(keys("&after=2040-09-25")).containsExactly(brownout, deletion);
        assertThat(keys("&after=2040-09-25T00:00:00.000001Z&limit=1")).containsExactly(deletion);
        assertThat(keys("&after=2040-09-25&before=2040-09-26T00:00:00Z")).containsExactly(brownout);
    }

    @Test
    void withdrawnOnesAreListedOnlyIfAskedFor() {
        String standing = dated("a", LocalDate.parse("2026-01-01"));
        Cutoff gone = rows.cutoff(withdrawn(Rows.of(key("b"), on(DAY), Certainty.COMMITTED)), Optional.empty());
        rows.execute(
                "insert into cutoff (id, key, subject, milestone, channel, region, audience)"
                        + " values ($1, $2, $3, 'shutdown', 'x', '*', '*')",
                "cut_" + provider,
                key("c"),
                provider + "/c");
        assertThat(keys("")).containsExactly(standing);
        assertThat(keys("&status=withdrawn")).containsExactly(gone.key().toString());
        assertThat(keys("&status=passed&status=withdrawn"))
                .containsExactly(standing, gone.key().toString());
        assertThat(list("&status=passed").<String>path("items[0].status")).isEqualTo("passed");
        assertThat(keys("&status=upcoming&status=open&status=undated")).isEmpty();
    }

    @Test
    void aSubjectMayBeNamedBesideAProvider() {
        String one = dated("a/b", DAY);
        dated("c", DAY);
        assertThat(keys("?subject=" + provider + "/a/b&subject=nobody/*")).containsExactly(one);
        assertThat(keys("?subject=*&subject=" + provider + "/a/b&limit=1000")).contains(one);
    }

    @ParameterizedTest
    @CsvSource({
        "subject, x",
        "subject, ",
        "milestone, Shutdown",
        "milestone, ",
        "channel, Azure",
        "channel, ",
        "channel, %00",
        "region, de",
        "region, XX",
        "region, ",
        "status, gone",
        "before, tomorrow",
        "before, 2026-02-30",
        "before, ",
        "after, +1000000-01-01T00:00:00Z",
        "after, %2B99999-01-01",
        "after, -0001-01-01",
        "after, 2026-09-24T10:00:00",
        "limit, 0",
        "limit, 1001",
        "cursor, abc",
        "cursor, ",
        "kind, revised",
        "regions, DE"
    })
    void whatCannotBeUnderstoodIsRefusedByName(String parameter, String value) {
        assertRefused(request().get("/v1/cutoffs?" + parameter + "=" + (value == null ? "" : value)), parameter);
    }

    @Test
    void aForgedCursorIsRefused() {
        for (String start : List.of("", "x", "+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z")) {
            assertRefused(
                    request()
                            .get("/v1/cutoffs?cursor="
                                    + Cursor.encode("cutoffs", start, "cut_aaaaaaaaaaaaaaaaaaaaaaaaaa")),
                    "cursor");
        }
        assertRefused(request().get("/v1/cutoffs?cursor=" + Cursor.encode("cutoffs", "undated", "\0")), "cursor");
        assertRefused(request().get("/v1/cutoffs?cursor=" + Cursor.encode("cutoffs", "undated")), "cursor");
        assertRefused(request().get("/v1/cutoffs?cursor=" + Cursor.encode("feed", "undated", "a")), "cursor");
    }

    @Test
    void aListThatTheClientHasIsNotSentAgain() {
        dated("a", DAY);
        String tag = list("").header("ETag");
        String url = "/v1/cutoffs?subject=" + provider + "/*";
        assertThat(request().header("If-None-Match", "W/" + tag).get(url).statusCode())
                .isEqualTo(304);
        dated("b", DAY);
        assertThat(request().header("If-None-Match", tag).get(url).statusCode()).isEqualTo(200);
        assertThat(request().head(url).statusCode()).isEqualTo(200);
    }

    @Test
    void oneCutoffTellsAllThatIsKnownOfIt() {
        Cutoff cutoff = withConflict(Rows.of(key("v"), on(DAY), Certainty.COMMITTED));
        Instant nextDueAt = LeadTime.P30D.dueAt(cutoff.window().orElseThrow());
        rows.cutoff(cutoff, Optional.of(nextDueAt));
        rows.revision(cutoff, Rows.SOURCE, Instant.parse("2026-03-24T17:00:00Z"));
        claims(cutoff);
        String notice = "ntc_of_" + provider;
        String body = "{\"id\":\"" + notice + "\",\"data\":{\"leadTime\":\"P60D\"}}";
        rows.notice(notice, cutoff.id().value(), provider + "/v", NoticeKind.APPROACHING, body);

        Response answer = given().get("/v1/cutoffs/" + cutoff.id());
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.<String>path("key")).isEqualTo(cutoff.key().toString());
        assertThat(answer.<String>path("window.start")).isEqualTo("2040-09-24T00:00:00Z");
        assertThat(answer.<String>path("status")).isEqualTo("upcoming");
        assertThat(answer.<String>path("links.self")).isEqualTo(url.base() + "/v1/cutoffs/" + cutoff.id());

        assertThat(answer.<List<String>>path("claims.source"))
                .containsExactly("https://a.example", "https://b.example", "https://c.example", Rows.SOURCE);
        assertThat(answer.<List<Boolean>>path("claims.counts")).containsExactly(false, false, false, true);
        assertThat(answer.<List<Boolean>>path("claims.conflicts")).containsExactly(true, false, false, false);
        assertThat(answer.<List<Boolean>>path("claims.live")).containsExactly(true, true, false, true);
        assertThat(answer.<List<Boolean>>path("claims.confirmed")).containsExactly(true, false, true, true);
        assertThat(answer.<List<String>>path("claims.confirmedAt"))
                .containsExactly(
                        "2026-05-01T00:00:00Z", "2026-04-02T00:00:00Z", "2026-04-02T00:00:00Z", "2026-04-02T00:00:00Z");
        assertThat(answer.<List<String>>path("claims.saidAt")).containsOnly("2026-04-01T00:00:00Z");
        assertThat(answer.<List<String>>path("claims.name")).containsExactly("Somebody", "Somebody", null, "Somebody");
        assertThat(answer.<String>path("claims[3].window.end")).isEqualTo("2040-09-25T00:00:00Z");
        assertThat(answer.<String>path("claims[3].url")).isEqualTo("https://somebody.example/");

        assertThat(answer.<List<String>>path("conflicts.source")).containsExactly("https://a.example");
        assertThat(answer.<String>path("conflicts[0].authority")).isEqualTo("press");
        assertThat(answer.<List<Integer>>path("history.revision")).containsExactly(1);
        assertThat(answer.<String>path("history[0].saidAt")).isEqualTo("2026-03-24T17:00:00Z");
        assertThat(answer.<String>path("history[0].effective.on")).isEqualTo("2040-09-24");
        assertThat(answer.<List<String>>path("schedule.leadTime"))
                .containsExactly("P30D", "P14D", "P7D", "P3D", "P1D", "P0D", null);
        assertThat(answer.<List<String>>path("schedule.kind")).endsWith("approaching", "reached");
        assertThat(answer.<String>path("schedule[0].dueAt")).isEqualTo(nextDueAt.toString());
        assertThat(answer.<String>path("schedule[6].dueAt")).isEqualTo("2040-09-25T00:00:00Z");
        assertThat(answer.<String>path("raised[0].id")).isEqualTo(notice);
        assertThat(answer.<String>path("raised[0].kind")).isEqualTo("approaching");
        assertThat(answer.<String>path("raised[0].leadTime")).isEqualTo("P60D");
        assertThat(answer.<Boolean>path("raised[0].voided")).isFalse();
        assertThat(given().header("If-None-Match", answer.header("ETag"))
                        .get("/v1/cutoffs/" + cutoff.id())
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void aClaimThatHangsOnOthersHasTheirEndAsItsStart() {
        Cutoff first = rows.cutoff(key("first"), on(DAY), Certainty.COMMITTED);
        Cutoff second = rows.cutoff(key("second"), on(DAY.plusDays(3)), Certainty.COMMITTED);
        Effective after = new Effective.After(List.of(first.key(), second.key()));
        Cutoff last = rows.cutoff(key("last"), after, Certainty.EARLIEST);
        rows.claim(last, Rows.SOURCE, Optional.of(statement(last, after)), Instant.EPOCH, Instant.EPOCH);
        for (Cutoff followed : List.of(first, second)) {
            rows.execute(
                    "insert into claim_follows values ($1, $2, $3)",
                    followed.id().value(),
                    last.id().value(),
                    Rows.SOURCE);
        }
        Response answer = given().get("/v1/cutoffs/" + last.id());
        assertThat(answer.<String>path("claims[0].window.start")).isEqualTo("2040-09-28T00:00:00Z");
        assertThat(answer.<String>path("claims[0].window.end")).isNull();
        assertThat(answer.<List<?>>path("schedule")).isEmpty();
    }

    @Test
    void aCutoffIsAlsoFoundByItsKey() {
        String scoped = "b/c:shutdown@azure;region=DE;occurrence=2";
        Cutoff cutoff = rows.cutoff(key(scoped), on(DAY), Certainty.COMMITTED);
        Response answer =
                given().urlEncodingEnabled(true).pathParam("id", key(scoped)).get("/v1/cutoffs/{id}");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.<String>path("id")).isEqualTo(cutoff.id().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut_1", "nonsense", "%00", "a%2Fb", "a%2Fb:gone", "cut_AAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoIdIsRefused(String id) {
        assertRefused(request().get("/v1/cutoffs/" + id), "id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut_aaaaaaaaaaaaaaaaaaaaaaaaaa", "nobody%2Fnothing:shutdown"})
    void whatIsNotThereIsNotFound(String id) {
        Response answer = request().get("/v1/cutoffs/" + id);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    private void claims(Cutoff cutoff) {
        Instant saidAt = Instant.parse("2026-04-01T00:00:00Z");
        Instant again = Instant.parse("2026-04-02T00:00:00Z");
        Optional<Statement> says = Optional.of(statement(cutoff, on(DAY)));
        rows.claim(cutoff, "https://a.example", says, saidAt, again);
        rows.claim(cutoff, "https://b.example", says, saidAt, again);
        rows.claim(cutoff, "https://c.example", Optional.empty(), saidAt, again);
        rows.claim(cutoff, Rows.SOURCE, says, saidAt, again);
        confirm(
                cutoff,
                "https://a.example",
                Instant.parse("2026-05-01T00:00:00Z"),
                Instant.parse("2026-04-20T00:00:00Z"));
        confirm(
                cutoff,
                "https://b.example",
                Instant.parse("2026-03-01T00:00:00Z"),
                Instant.parse("2026-04-20T00:00:00Z"));
    }

    private void confirm(Cutoff cutoff, String source, Instant readAt, Instant missingAt) {
        rows.execute(
                "insert into confirmation values ($1, $2, $3, $4)",
                cutoff.id().value(),
                source,
                Columns.utc(readAt),
                Columns.utc(missingAt));
    }

    private static Statement statement(Cutoff cutoff, Effective effective) {
        return new Statement(
                cutoff.standing().subject(),
                cutoff.key().milestone(),
                cutoff.key().scope(),
                effective,
                Certainty.COMMITTED,
                Optional.empty(),
                Replacement.UNKNOWN,
                Optional.empty(),
                new Speaker(
                        "Somebody",
                        Authority.OFFICIAL,
                        Optional.of(URI.create("https://somebody.example/")),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static Cutoff withConflict(Cutoff cutoff) {
        Standing was = cutoff.standing();
        Conflict conflict =
                new Conflict(on(DAY.plusYears(1)).window().orElseThrow(), "https://a.example", Authority.PRESS);
        return new Cutoff(
                cutoff.key(),
                1,
                false,
                new Standing(
                        was.subject(),
                        was.effective(),
                        was.window(),
                        was.certainty(),
                        was.replacement(),
                        was.source(),
                        3,
                        2,
                        List.of(conflict)));
    }

    private static Cutoff withdrawn(Cutoff cutoff) {
        Standing was = cutoff.standing();
        return new Cutoff(
                cutoff.key(),
                2,
                true,
                new Standing(
                        was.subject(),
                        UNDATED,
                        Optional.empty(),
                        Certainty.TENTATIVE,
                        Replacement.UNKNOWN,
                        was.source(),
                        0,
                        0,
                        List.of()));
    }

    private String key(String rest) {
        return provider + "/" + (rest.contains(":") ? rest : rest + ":shutdown");
    }

    private String dated(String rest, LocalDate day) {
        return rows.cutoff(key(rest), on(day), Certainty.COMMITTED).key().toString();
    }

    private static Effective on(LocalDate day) {
        return new Effective.On(day, ZoneOffset.UTC);
    }

    private Response list(String filters) {
        String query = filters.startsWith("?") ? filters : "?subject=" + provider + "/*" + filters;
        return request().get("/v1/cutoffs" + query);
    }

    /** The keys of all pages. */
    private List<String> keys(String filters) {
        List<String> keys = new ArrayList<>();
        Response page = list(filters);
        while (true) {
            assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
            keys.addAll(page.<List<String>>path("items.key"));
            String next = page.path("next");
            if (next == null) {
                return keys;
            }
            page = list(filters + "&cursor=" + next);
        }
    }

    private static RequestSpecification request() {
        return given().urlEncodingEnabled(false);
    }

    private static void assertRefused(Response answer, String parameter) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("errors[0].parameter")).isEqualTo(parameter);
    }
}
