package dev.forewarn.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.forewarn.access.Newcomers.owner;
import static dev.forewarn.access.Newcomers.subscriber;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.standardwebhooks.Webhook;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way of somebody who has heard that something ends, from the horizon to a webhook that they have verified. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class DeveloperTourTest extends BrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Hook hook = new Hook();
    private String key = "";
    private final String provider = "tour-" + UUID.randomUUID();

    @BeforeEach
    void something() {
        key = subscriber(owner());
        Told.say("urn:tour", Told.shutdown(provider + "/api", "Tour API", Optional.of("2031-05-06")));
    }

    @AfterEach
    void close() {
        hook.close();
    }

    @ParameterizedTest
    @EnumSource
    void fromTheHorizonToAVerifiedWebhook(Look look) throws Exception {
        Page page = open(look, "/?provider=" + provider);
        link(page, "Tour API").first().click();
        assertThat(page.locator("h1")).containsText("Tour API");

        link(page, "Sign in").click();
        requireUsable(page);
        picture(page, "sign-in-" + look);
        page.getByLabel("API key").fill(key);
        press(page, "Sign in");
        assertThat(page.locator("h1")).hasText("Subscriptions");
        assertThat(page.locator(".empty h2")).hasText("Nobody is told yet");
        requireUsable(page);

        link(page, "Register a webhook").first().click();
        page.getByLabel("Subjects").fill(provider + "/*");
        assertThat(page.locator("#preview")).containsText("Tour API");
        page.getByLabel("URL").fill(hook.url());
        requireUsable(page);
        picture(page, "register-" + look);
        press(page, "Register");

        String secret = page.locator("pre.code")
                .evaluate("code => code.firstChild.textContent")
                .toString();
        assertThat(secret).startsWith("whsec_");
        assertThat(page.url()).doesNotContain("whsec_");
        requireUsable(page);
        link(page, "To the subscription").click();
        // By itself: the receiver was asked by a ping, and has said yes.
        assertThat(page.locator("#state .badge")).hasText("active");
        requireUsable(page);
        assertThat(hook.got()).isNotEmpty();

        Told.say("urn:tour", Told.shutdown(provider + "/api", "Tour API", Optional.of("2031-04-05")));
        await().atMost(PATIENCE)
                .until(() -> hook.got().stream().anyMatch(got -> got.body().contains("cutoff.revised")));
        Hook.Got notice = hook.got().stream()
                .filter(got -> got.body().contains("cutoff.revised"))
                .findFirst()
                .orElseThrow();
        new Webhook(secret).verify(notice.body(), headers(notice));

        page.waitForCondition(() -> {
            page.reload();
            return link(page, "revised").count() == 1;
        });
        requireUsable(page);
        picture(page, "subscription-" + look);
        link(page, "revised").click();
        assertThat(page.locator(".badge").first()).hasText("delivered");
        assertThat(page.locator("main")).containsText("HTTP 204");
        assertThat(page.locator("main")).containsText(notice.id());
        requireUsable(page);
    }

    private static HttpHeaders headers(Hook.Got got) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(got.id()),
                        "webhook-timestamp", List.of(got.timestamp()),
                        "webhook-signature", List.of(got.signature())),
                (name, value) -> true);
    }

    @Test
    void byKeyboardAlone() {
        Page page = open(Look.DESKTOP_DARK, "/subscriptions");
        // What is typed before the browser has put it there goes nowhere.
        assertThat(page.locator("[name=key]")).isFocused();
        page.keyboard().type(key);
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("Subscriptions");

        reach(page, "Register a webhook");
        page.keyboard().press("Enter");
        reach(page, "url");
        page.keyboard().type(hook.url());
        page.keyboard().press("Tab");
        page.keyboard().type(provider + "/*");
        page.keyboard().press("Tab");
        page.keyboard().press("Space");
        reach(page, "Register");
        page.keyboard().press("Enter");
        reach(page, "To the subscription");
        page.keyboard().press("Enter");
        assertThat(page.locator("#state .badge")).hasText("active");

        reach(page, "Pause");
        page.keyboard().press("Enter");
        assertThat(page.locator("#state .badge")).hasText("paused");
        reach(page, "Resume");
        page.keyboard().press("Enter");
        assertThat(page.locator("#state .badge")).hasText("active");
        reach(page, "Rotate");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("There is another secret");
        page.goBack();
        reach(page, "Delete");
        page.keyboard().press("Enter");
        reach(page, "Delete it");
        page.keyboard().press("Enter");
        assertThat(page.locator(".message")).containsText("The subscription is gone");
        reach(page, "Sign out");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*/$"));
        assertThat(link(page, "Sign in")).isVisible();
    }

    /** Goes there from one thing to the next, once it is there; each must be seen to be reached. */
    private static void reach(Page page, String name) {
        // The page before this one still takes keys while its form is answered.
        page.waitForFunction(
                """
                name => document.readyState === 'complete'
                    && [...document.querySelectorAll('a, button, input, select, textarea, summary')]
                        .some(e => (e.id || e.textContent.trim()) === name)
                """,
                name);
        for (int i = 0; i < 80; i++) {
            page.keyboard().press("Tab");
            if (name.equals(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))) {
                assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                        .isNotEqualTo("none");
                return;
            }
        }
        throw new AssertionError("not reached by Tab: " + name);
    }

    @Test
    void withoutAScriptEverythingWorks() {
        try (Page page = plainBrowser(Look.PHONE_LIGHT).newPage()) {
            page.navigate("/subscriptions/new?subject=" + provider + "/*");
            page.getByLabel("API key").fill(key);
            press(page, "Sign in");
            press(page, "Preview");
            assertThat(page.locator("#preview")).containsText("Tour API");
            assertThat(page.getByLabel("Subjects")).hasValue(provider + "/*");
            page.getByLabel("URL").fill("ftp://example.com/");
            press(page, "Preview");
            assertThat(page.locator("#url-faults")).containsText("must begin with");
            page.getByLabel("URL").fill(hook.url());
            press(page, "Register");
            assertThat(page.locator("pre.code")).containsText("whsec_");
        }
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
