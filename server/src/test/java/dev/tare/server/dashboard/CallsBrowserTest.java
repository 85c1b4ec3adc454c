package dev.tare.server.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of calls under somebody's hands. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallsBrowserTest {
    private static final String WIDE =
            "document.documentElement.scrollWidth > document.documentElement.clientWidth";

    private final TestSite site = new TestSite(SeededSums.busy(TestSite.NOW, 7), false);
    private final TestBrowser browser = new TestBrowser();

    @BeforeAll
    void fill() {
        site.calls.log();
    }

    @AfterAll
    void close() {
        browser.close();
        site.close();
    }

    @Test
    void fromTheListToTheExplanationByKeyboardAlone() {
        try (TestBrowser.Tab tab = browser.open("light", 1280, 900)) {
            tab.page.navigate(site.page());
            tab.page.locator(".places").getByText("Calls").click();
            assertThat(tab.page.locator("h1")).hasText("Calls");
            tab.page.locator("#summary-provider").focus();
            tab.page.keyboard().press("Enter");
            tab.page.keyboard().press("Tab");
            tab.page.keyboard().press("Tab");
            tab.page.keyboard().press("Escape");
            tab.page.locator("#id").fill("render-7f31");
            tab.page.keyboard().press("Enter");
            assertThat(tab.page.locator("h1")).hasText("render-7f31");
            assertThat(tab.page.locator(".sheet")).hasCount(4);
            tab.page.locator(".back a").click();
            assertThat(tab.page.locator("h1")).hasText("Calls");
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"light,1440", "dark,1440", "light,390", "dark,390"})
    void everybodyCanReadAndReachItAndPicturesAreTaken(String theme, int width) {
        try (TestBrowser.Tab tab = browser.open(theme, width, 900)) {
            for (String path :
                    new String[] {
                        "/calls",
                        "/calls?id=render-7f31",
                        "/calls?id=chat-0042",
                        "/calls?id=dark-1",
                        "/calls?user=nobody"
                    }) {
                tab.page.navigate(site.address() + path);
                if (path.equals("/calls?user=nobody")) {
                    tab.page.locator("#summary-provider").click();
                }
                String name = path.replaceAll("[^a-z0-9]+", "-").substring(1);
                tab.shot(name + "-" + theme + "-" + width);
                assertThat(DashboardAccessTest.problems(tab)).as(path).isEmpty();
                assertThat((Boolean) tab.page.evaluate(WIDE)).as(path + " is wide").isFalse();
            }
            assertThat(tab.complaints()).isEmpty();
        }
    }
}
