package dev.forewarn.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.forewarn.feed.Facets;
import dev.forewarn.feed.Outlook;
import dev.forewarn.feed.OutlookQuery;
import dev.forewarn.feed.Span;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class HorizonTest extends BrowserTest {

    private static final int MANY = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Pool pool;

    @Inject
    Frames frames;

    @BeforeEach
    void tell() {
        Told.sora();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsComingIsSeenAtAGlance(Look look) {
        Page page = open(look, "/?provider=openai");

        assertThat(page.locator("h1")).hasText("What is coming");
        assertThat(page.locator(".cutoff").first()).isVisible();
        requireUsable(page);
        picture(page, "horizon-" + look);
    }

    @Test
    void filtersAreKeptInTheAddress() {
        Page page = open(Look.DESKTOP_LIGHT, "/");
        page.getByLabel("Provider").selectOption("openai");
        page.getByLabel("Milestone").selectOption("shutdown");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Filter"))
                .click();
        assertThat(page).hasURL(Pattern.compile(".*provider=openai&milestone=shutdown.*"));
        assertThat(page.getByLabel("Provider")).hasValue("openai");
        assertThat(page.getByLabel("Milestone")).hasValue("shutdown");

        link(page, "Past").click();
        assertThat(page).hasURL("/?show=past&provider=openai&milestone=shutdown");
        assertThat(names(page, "Sora app")).not().hasCount(0);
        assertThat(page.locator(".milestone").filter(new Locator.FilterOptions().setHasNotText("shutdown")))
                .hasCount(0);
    }

    @Test
    void aSubjectIsFoundByAnyOfItsNames() {
        Page page = open(Look.PHONE_DARK, "/?show=past");
        page.getByLabel("Search").fill("SORA API");
        page.getByLabel("Search").press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*show=past&q=SORA.API.*"));
        assertThat(page.locator(".cutoff .mono").first()).hasText("openai/videos-api");

        page.navigate("/?q=no+such+thing");
        assertThat(page.locator(".empty h2")).hasText("Nothing that is known matches these filters.");
        requireUsable(page);
    }

    @Test
    void aServiceThatKnowsNothingYetSaysSo() {
        OutlookQuery all = new OutlookQuery(
                Span.AHEAD,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        dev.forewarn.web.Page<Cutoff> none = new dev.forewarn.web.Page<>(List.of(), null);
        Instant now = Instant.parse("2026-12-31T23:00:00Z");
        Outlook nothing = new Outlook(now, YearMonth.parse("2026-09"), List.of(), List.of(), List.of(), none, none);

        String page = HorizonPage.of(frames.bare(), all, nothing, new Facets.Known(List.of(), List.of(), List.of()))
                .render();
        assertThat(page).contains("Nothing is known yet.", "Post the first one").doesNotContain("In figures");
    }

    @Test
    void whatCanNotBeUnderstoodIsSaid() {
        Page page = open(Look.PHONE_LIGHT, "/?region=nowhere");
        assertThat(page.locator("h1")).hasText("That can't be understood");
        assertThat(page.locator("h1 + p")).containsText("region 'NOWHERE'");
        requireUsable(page);
        assertThat(complaints()).allMatch(text -> text.contains("400"));
    }

    @Test
    void whatIsRaisedAppearsByItself() {
        String provider = newProvider();
        Told.say("urn:console:live", Told.shutdown(provider + "/one", "The first", inDays(40)));
        Page page = open(Look.DESKTOP_LIGHT, "/?provider=" + provider);
        assertThat(page.locator("[data-live-state=on]")).isVisible();
        page.evaluate("window.neverLoadedAgain = true");
        page.getByLabel("Search").fill("half a wo");

        Told.say("urn:console:live", Told.shutdown(provider + "/two", "The second", inDays(20)));
        assertThat(names(page, "The second")).hasCount(1);
        assertThat(page.locator(".cutoff").first()).containsText("20 days left");
        assertThat(page.getByLabel("Search")).hasValue("half a wo");
        assertThat(page.evaluate("window.neverLoadedAgain")).isEqualTo(true);
    }

    @Test
    void aKeyboardIsEnough() {
        Page page = open(Look.DESKTOP_LIGHT, "/?provider=openai&show=past");
        page.keyboard().press("Tab");
        assertThat(page.getByText("Skip to the content")).isFocused();
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        assertThat(page.getByLabel("Search")).isFocused();
        page.keyboard().type("sora app");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*q=sora.app.*"));

        focusByTab(page, page.locator(".cutoff .name a").first());
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).containsText("Sora app");
    }

    @Test
    void anybodysTextIsOnlyText() {
        String provider = newProvider();
        String hostile = "\u202e<img src=x onerror=alert(1)>\"'{7*7}<script>alert(1)</script>";
        ObjectNode data = Told.shutdown(provider + "/x", hostile, inDays(10));
        data.put("summary", hostile + "</p>");
        ((ObjectNode) data.get("subject")).putArray("aliases").add(hostile);
        ((ObjectNode) data.get("claimedBy"))
                .put("name", hostile)
                .put("quote", hostile)
                .put("via", hostile)
                .put("url", "https://example.com/?a='onmouseover=alert(1)&b=%22%3E");
        Told.say("javascript:alert(1)", data);
        for (String path : new String[] {"/?provider=" + provider, "/subjects/" + provider + "/x"}) {
            Page page = open(Look.PHONE_LIGHT, path);
            assertThat(names(page, hostile).first()).hasText(hostile);
            assertThat(page.locator("main img[src=x], main script")).hasCount(0);
            requireUsable(page);
        }
        Page page = open(Look.PHONE_LIGHT, "/?provider=" + provider);
        page.locator(".cutoff .name a").click();
        assertThat(page.locator("h1 bdi")).hasText(hostile);
        assertThat(page.locator("blockquote bdi")).hasText(hostile);
        assertThat(page.locator("a[href^=javascript]")).hasCount(0);
        requireUsable(page);
    }

    @Test
    void thousandsAreCountedAndTurnedPageByPage() {
        String provider = newProvider();
        many(provider);
        try {
            Page page = open(Look.DESKTOP_LIGHT, "/?provider=" + provider);
            System.out.println(
                    "TIMING " + page.evaluate("JSON.stringify(performance.getEntriesByType('navigation')[0])"));
            page.reload();
            System.out.println(
                    "TIMING " + page.evaluate("JSON.stringify(performance.getEntriesByType('navigation')[0])"));
            assertThat(page.locator(".column").first()).isAttached();
            assertThat(page.locator(".mark")).hasCount(0);
            assertThat(page.locator(".cutoff")).hasCount(100);
            requireUsable(page);
            String first = page.locator(".cutoff .mono").first().textContent();
            picture(page, "many");

            link(page, "Further on").click();
            assertThat(page).hasURL(Pattern.compile(".*cursor=.*"));
            assertThat(page.locator(".cutoff")).hasCount(100);
            assertThat(page.locator(".cutoff .mono").first()).not().hasText(first);

            page.getByText("In figures").click();
            page.locator("tbody a").nth(5).click();
            assertThat(page.locator("h1")).hasText(Pattern.compile("In \\w+ \\d{4}"));
            assertThat(page.locator(".month-name")).hasCount(1);
        } finally {
            pool.query("delete from cutoff where subject like '" + provider + "/%'")
                    .executeAndAwait();
        }
    }

    /** Dates a day apart, from two months ago on, as the ledger would keep them. */
    private void many(String provider) {
        Told.say("urn:console:many", Told.shutdown(provider + "/model", "A model", inDays(1)));
        pool.query(
                        """
                        insert into cutoff (id, key, subject, milestone, channel, region, audience, revision, withdrawn,
                                            window_start, window_end, certainty, document)
                        select 'cut_' || substr(translate(md5(n || '%1$s'), '0189', 'wxyz'), 1, 26), '%1$s/model-' || n || ':shutdown',
                               '%1$s/model-' || n, milestone, channel, region, audience, 1, false,
                               day, day + interval '1 day', (array['committed', 'earliest', 'tentative'])[n %% 3 + 1],
                               replace(replace(replace(replace(document,
                                   '%1$s/model', '%1$s/model-' || n),
                                   to_char(window_end at time zone 'UTC', 'YYYY-MM-DD'), 'its end'),
                                   to_char(window_start at time zone 'UTC', 'YYYY-MM-DD'), to_char(day at time zone 'UTC', 'YYYY-MM-DD')),
                                   'its end', to_char(day at time zone 'UTC' + interval '1 day', 'YYYY-MM-DD'))
                        from cutoff, generate_series(1, %2$d) n,
                             lateral (select date_trunc('day', now(), 'UTC') + (n %% 500 - 60) * interval '1 day' as day) d
                        where subject = '%1$s/model'"""
                                .formatted(provider, MANY))
                .execute()
                .await()
                .atMost(PATIENCE);
    }

    private static void focusByTab(Page page, Locator target) {
        for (int tabs = 0; tabs < 60 && !(boolean) target.evaluate("node => node === document.activeElement"); tabs++) {
            page.keyboard().press("Tab");
        }
        assertThat(target).isFocused();
    }

    private static Locator names(Page page, String name) {
        return page.locator(".name bdi, h1 bdi").filter(new Locator.FilterOptions().setHasText(name));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Optional<String> inDays(int days) {
        return Optional.of(LocalDate.now(ZoneOffset.UTC).plusDays(days).toString());
    }

    private static String newProvider() {
        return "c" + UUID.randomUUID().toString().substring(0, 8);
    }
}
