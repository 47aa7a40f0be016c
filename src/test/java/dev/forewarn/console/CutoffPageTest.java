package dev.forewarn.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class CutoffPageTest extends BrowserTest {

    private static final String ON_AZURE = path("openai/sora-2-2025-10-06:shutdown@azure");

    @BeforeEach
    void tell() {
        Told.sora();
    }

    @ParameterizedTest
    @EnumSource
    void allOfACutoffIsTold(Look look) {
        Page page = open(look, ON_AZURE);

        assertThat(page.locator("h1")).containsText("shutdown");
        requireUsable(page);
        picture(page, "cutoff-" + look);
    }

    @Test
    void aDateThatMovedIsToldAsASentence() {
        Page page = open(Look.DESKTOP_LIGHT, ON_AZURE);
        assertThat(page.locator(".moved")).hasText("Moved from 3 June to 23 June to 15 July 2026.");
        assertThat(page.locator(".strip li")).hasCount(4);
        assertThat(page.locator(".strip li").nth(1)).containsText("20 days later");
        assertThat(page.locator(".strip li").nth(3)).containsText("another replacement");
    }

    @Test
    void aConflictIsExplained() {
        Page page = open(Look.DESKTOP_LIGHT, "/subjects/openai/sora-app");
        page.locator(".cutoff", new Page.LocatorOptions().setHasText("otherwise"))
                .locator(".name a")
                .first()
                .click();
        assertThat(page.locator(".message")).containsText("Sources disagree.");
        assertThat(page.locator(".message")).containsText("counts");
        requireUsable(page);
    }

    @Test
    void anInstantIsAlsoToldWhereTheReaderIs() {
        Page page = open(Look.DESKTOP_LIGHT, path("openai/videos-api:shutdown"));
        assertThat(page.locator(".date time")).hasText("24 September 2026");
        assertThat(page.locator("[data-zone]")).hasText("Pacific/Auckland");
        assertThat(page.locator("time[data-local]").first()).hasText("24 Sept 2026, 12:00");
    }

    @Test
    void whatIsToBeTakenAlongIsCopied() {
        BrowserContext browser = browser(Look.DESKTOP_LIGHT);
        browser.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        Page page = browser.newPage();
        page.navigate(path("openai/videos-api:shutdown"));
        page.locator(".code[data-copy] .copy").first().click();
        assertThat(page.locator(".code[data-copy] .copy").first()).hasText("Copied");
        org.assertj.core.api.Assertions.assertThat(page.evaluate("navigator.clipboard.readText()"))
                .asString()
                .startsWith("curl -H")
                .contains("\"openai/videos-api\"")
                .endsWith("}'");
    }

    @Test
    void aPageIsFoundByTheKeyToo() {
        Page page = open(Look.PHONE_LIGHT, "/cutoffs/openai/videos-api:shutdown");
        assertThat(page.locator("h1")).containsText("shutdown");
    }

    private static String path(String key) {
        return "/cutoffs/" + CutoffKey.parse(key).id();
    }
}
