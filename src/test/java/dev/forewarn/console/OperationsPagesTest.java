package dev.forewarn.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.forewarn.access.Newcomers;
import dev.forewarn.ledger.Tables;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class OperationsPagesTest extends BrowserTest {

    @Inject
    Tables tables;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka = "";

    @ConfigProperty(name = "mp.messaging.incoming.events.topic")
    String events = "";

    @ParameterizedTest
    @EnumSource
    void anOperatorSeesHowTheServiceIsDoing(Look look) {
        String id = Newcomers.posted(
                        Newcomers.operator(), "/v1/subscriptions", "{\"url\": \"https://failing.example/hook\"}")
                .statusCode(201)
                .extract()
                .path("id");
        tables.rows(
                "update subscription set state = 'disabled', reason = 'gone', state_since = now() where public_id = $1 returning 1",
                id);

        Page page = signedIn(look);
        page.navigate("/operations");

        assertThat(page.locator("h1")).hasText("Operations");
        assertThat(page.locator("tr")
                        .filter(new Locator.FilterOptions().setHasText("failing.example"))
                        .first())
                .containsText("410 Gone");
        requireUsable(page);
        picture(page, "operations-" + look);
    }

    @Test
    void aRejectedRecordIsPutRightAndSentAgain() {
        String subject = "mended-" + UUID.randomUUID() + "/api";
        new Topic(kafka, events).put(subject, event(subject, "the twelfth of May"));
        Page page = signedIn(Look.DESKTOP_LIGHT);
        page.waitForCondition(() -> {
            page.navigate("/operations/rejected");
            return row(page, subject).count() == 1;
        });
        requireUsable(page);
        assertThat(row(page, subject)).containsText("/data/effective/on");

        row(page, subject).locator("a").click();
        picture(page, "rejected");
        Locator value = page.getByLabel("What it holds");
        value.fill(event(subject, "2031-13-01"));
        press(page, "Send what stands here");
        assertThat(page.locator(".message").first()).containsText("It was not sent");
        assertThat(complaints()).allMatch(text -> text.contains("status of 422"));

        value.fill(event(subject, "2031-05-12"));
        press(page, "Send what stands here");
        assertThat(page.locator(".message").first()).containsText("was sent again: 1 notice follows");
        await().until(() -> given().get("/v1/subjects/" + subject).statusCode() == 200);

        press(page, "Send what stands here");
        assertThat(page.locator(".message").first()).containsText("it changes nothing");
    }

    private static Locator row(Page page, String subject) {
        return page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(subject));
    }

    private static String event(String subject, String day) {
        return """
               {"id": "1", "source": "urn:%s", "specversion": "1.0", "type": "dev.forewarn.cutoff.stated.v1",
                "time": "%s", "data": {"subject": {"id": "%s", "name": "X", "kind": "api"}, "milestone": "shutdown",
                "effective": {"on": "%s", "zone": "UTC"}, "claimedBy": {"name": "X", "authority": "official"}}}"""
                .formatted(subject, Instant.parse("2026-01-01T00:00:00Z"), subject, day);
    }

    private Page signedIn(Look look) {
        Page page = open(look, "/sign-in?next=/operations");
        page.getByLabel("API key").fill(ServersResource.ADMIN_KEY);
        press(page, "Sign in");
        assertThat(page.locator("h1")).hasText("Operations");
        return page;
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
