package dev.forewarn.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.forewarn.access.Newcomers.operator;
import static dev.forewarn.access.Newcomers.posted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The way of somebody who writes markup wherever the service keeps a text: on no page does it become part of the page.
 * Whatever a script of theirs would have done, or the policy has kept it from, would be complained of by the browser.
 */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class AttackerTourTest extends BrowserTest {

    private static final String MARKUP =
            "\"'></textarea></title><script>window.mine=1</script><img src=x onerror=window.mine=1><b id=mine>{7*7}";

    private final Hook hook = new Hook();

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka = "";

    @ConfigProperty(name = "mp.messaging.incoming.events.topic")
    String events = "";

    @AfterEach
    void close() {
        hook.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"DESKTOP_LIGHT", "PHONE_DARK"})
    void storedMarkupStaysText(Look look) {
        String provider = "attacker-" + UUID.randomUUID();
        Told.say("urn:attacker", Told.shutdown(provider + "/api", MARKUP, Optional.of("2031-05-06")));
        hook.says(500, MARKUP);
        String id = posted(
                        operator(),
                        "/v1/subscriptions",
                        """
                        {"url": "%s", "subjects": ["%s/*"], "description": %s, "headers": {"X-'Mine'": "x"}}"""
                                .formatted(hook.url() + "?%3Cb%20id=mine%3E'", provider, quoted(MARKUP)))
                .statusCode(201)
                .extract()
                .path("id");
        reject(MARKUP);

        Page page = open(look, "/sign-in?next=" + "%22%3E%3Cb%20id%3Dmine%3E");
        page.getByLabel("API key").fill(ServersResource.ADMIN_KEY);
        press(page, "Sign in");
        for (String path : List.of(
                "/subscriptions",
                "/subscriptions/" + id,
                "/subscriptions/" + id + "/edit",
                "/subscriptions/" + id + "/delete",
                "/subscriptions/" + id + "/deliveries",
                "/subscriptions/new?subject=%3C/textarea%3E%3Cb%20id=mine%3E",
                "/operations",
                "/?provider=" + provider)) {
            page.navigate(path);
            harmless(page);
        }

        page.navigate("/subscriptions/" + id);
        press(page, "Ask now");
        assertThat(page.locator(".message")).containsText("HTTP 500");
        assertThat(page.locator(".message pre")).hasText(MARKUP);
        harmless(page);
        requireUsable(page);

        page.navigate("/operations/rejected");
        assertThat(page.locator("table")).containsText("<script>window.mine=1</script>");
        harmless(page);
        page.locator("tbody a").first().click();
        assertThat(page.locator("textarea")).hasValue(MARKUP);
        harmless(page);
        requireUsable(page);
        press(page, "Send as it was");
        assertThat(page.locator(".message").first()).containsText("It was not sent");
        harmless(page);
        assertThat(complaints()).allMatch(text -> text.contains("status of 422"));
    }

    private static void harmless(Page page) {
        assertThat(page.evaluate("window.mine")).as(page.url()).isNull();
        assertThat(page.locator("#mine, main script, img")).hasCount(0);
        assertThat(page.content()).doesNotContain("49</b>");
    }

    private void reject(String bytes) {
        new Topic(kafka, events).put("attacker", bytes);
        Visitor visitor = Visitor.with(ServersResource.ADMIN_KEY);
        await().until(() -> visitor.get("/operations/rejected").asString().contains("window.mine"));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
