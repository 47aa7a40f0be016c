package dev.forewarn.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.restassured.RestAssured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/**
 * Looks at pages in Chromium: that of {@code FOREWARN_BROWSER}, or one that is found on the path. Where there is none, these
 * tests are skipped, unless {@code FOREWARN_BROWSER_REQUIRED} is true. Whatever a test does, nothing may be complained of
 * in the browser's console.
 */
abstract class BrowserTest {

    private static final String NONE =
            "no Chromium is found: install it, or set FOREWARN_BROWSER to where it is, to look at the console's pages";

    private static @Nullable Playwright playwright;
    private static @Nullable Browser browser;

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void launch() {
        Optional<Path> chromium = chromium();
        if (!"true".equals(System.getenv("FOREWARN_BROWSER_REQUIRED"))) {
            Assumptions.assumeTrue(chromium.isPresent(), NONE);
        }
        Path executable = chromium.orElseThrow(() -> new IllegalStateException(NONE));
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        // A build often runs as root, and in a container with little shared memory.
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
    }

    @AfterAll
    static void quit() {
        Optional.ofNullable(playwright).ifPresent(Playwright::close);
    }

    @AfterEach
    void nothingIsComplainedOf() {
        contexts.forEach(BrowserContext::close);
        assertThat(complaints).isEmpty();
    }

    /** Opens a page of a browser that knows nothing of those before. */
    final Page open(Look look, String path) {
        Page page = browser(look).newPage();
        page.navigate(path);
        return page;
    }

    /** A browser of its own: with its own cookies. */
    final BrowserContext browser(Look look) {
        return browser(options(look));
    }

    /** One that runs no script. */
    final BrowserContext plainBrowser(Look look) {
        return browser(options(look).setJavaScriptEnabled(false));
    }

    private static Browser.NewContextOptions options(Look look) {
        return look.context("http://localhost:" + RestAssured.port);
    }

    private BrowserContext browser(Browser.NewContextOptions options) {
        BrowserContext context = Optional.ofNullable(browser).orElseThrow().newContext(options);
        contexts.add(context);
        context.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.text() + " at " + message.location());
            }
        });
        context.onWebError(error -> complaints.add(error.error()));
        return context;
    }

    /** What the browser has complained of so far, for a test that expects it; forgotten then. */
    final List<String> complaints() {
        List<String> soFar = List.copyOf(complaints);
        complaints.clear();
        return soFar;
    }

    /** Fails where somebody could not use the page: axe-core's rules, and nothing that has to be scrolled sideways. */
    static void requireUsable(Page page) {
        assertThat(new AxeBuilder(page).analyze().getViolations())
                .as(page.url())
                .map(rule -> rule.getId() + ": " + rule.getHelp() + " "
                        + rule.getNodes().stream().map(node -> node.getHtml()).toList())
                .isEmpty();
        Object overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(overflow)
                .as("how far " + page.url() + " has to be scrolled sideways")
                .isEqualTo(0);
    }

    /** Writes a picture for the README, if that was asked for by {@code -Dscreenshots=src/docs}. */
    static void picture(Page page, String name) {
        Optional.ofNullable(System.getProperty("screenshots"))
                .map(folder -> Path.of(folder, name + ".png"))
                .ifPresent(file -> page.screenshot(
                        new Page.ScreenshotOptions().setPath(file).setAnimations(ScreenshotAnimations.DISABLED)));
    }

    private static Optional<Path> chromium() {
        Stream<Path> named =
                Stream.ofNullable(System.getenv("FOREWARN_BROWSER")).map(Path::of);
        Stream<Path> onThePath = Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)));
        return Stream.concat(named, onThePath).filter(Files::isExecutable).findFirst();
    }
}
