package dev.forewarn.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class FrameTest extends BrowserTest {

    @ParameterizedTest
    @EnumSource
    void whatIsNotThereIsAPageOfItsOwn(Look look) {
        Page page = open(look, "/nothing/here");

        assertThat(page.locator("h1").textContent()).isEqualTo("There is nothing here");
        assertThat(page.locator("h1 + p").textContent()).isEqualTo("There is nothing at this address.");
        requireUsable(page);
        assertThat(complaints()).allMatch(text -> text.contains("404"));
    }

    @Test
    void programsGetProblemDocuments() {
        RestAssured.given().get("/nothing").then().statusCode(404).contentType("application/problem+json");
        browser().get("/v1/nothing").then().statusCode(404).contentType("application/problem+json");
        browser().get("/nothing").then().statusCode(404).contentType("text/html");
        browser().get("/assets/0/nothing").then().statusCode(404).contentType("text/html");
    }

    @Test
    void everyPageIsSentWithAStrictPolicy() {
        browser()
                .get("/nothing")
                .then()
                .header("Content-Security-Policy", startsWith("default-src 'none'; script-src 'self'; "))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin");
    }

    @Test
    void whatPagesAreMadeOfIsKeptUntilItsBytesChange() {
        String page = browser().get("/nothing").asString();
        String style = page.replaceFirst("(?s).*href=\"(/assets/[^\"]+css)\".*", "$1");
        assertThat(style).matches("/assets/[0-9a-f]{12}/console\\.css");
        RestAssured.given()
                .get(style)
                .then()
                .contentType("text/css")
                .header("Cache-Control", equalTo("public, max-age=31536000, immutable"));
        RestAssured.given()
                .get("/assets/0/console.css")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("public, no-cache"));
    }

    @Test
    void aChosenThemeIsWrittenIntoTheNextPage() {
        BrowserContext browser = browser(Look.DESKTOP_LIGHT);
        Page page = browser.newPage();
        page.navigate("/");
        page.getByText("Theme: system").click();
        page.getByText("Theme: light").click();
        assertThat(page.locator("html").getAttribute("data-theme")).isEqualTo("dark");

        page.navigate("/cutoffs/none");
        assertThat(page.locator("html").getAttribute("data-theme")).isEqualTo("dark");
        page.getByText("Theme: dark").click();
        page.navigate("/");
        assertThat(page.locator("html").getAttribute("data-theme")).isNull();
        assertThat(complaints()).allMatch(text -> text.contains("400"));
    }

    private static RequestSpecification browser() {
        return RestAssured.given().accept("text/html,application/xhtml+xml,*/*;q=0.8");
    }
}
