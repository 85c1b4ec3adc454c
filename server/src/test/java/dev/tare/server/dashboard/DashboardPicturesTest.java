package dev.tare.server.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.rollup.Dimensions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Takes a picture of each state, size and theme, and finds no complaint of the browser. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardPicturesTest {
    private static final String BROKEN_FIGURES =
            "[...document.querySelectorAll('.tile .amount')].filter(amount =>"
                    + " amount.querySelector('.rest').offsetTop"
                    + " > amount.querySelector('.lead').getBoundingClientRect().height"
                    + " + amount.querySelector('.lead').offsetTop - 4).length";

    private final TestSite site = new TestSite(SeededSums.busy(TestSite.NOW, 7), true);
    private final TestBrowser browser = new TestBrowser();

    @AfterAll
    void close() {
        browser.close();
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "light,1440,1000",
        "dark,1440,1000",
        "light,1280,800",
        "light,390,844",
        "dark,390,844",
        "light,2560,1440",
        "dark,2560,1440",
        "light,3840,2160"
    })
    void data(String theme, int width, int height) {
        try (TestBrowser.Tab tab = browser.open(theme, width, height)) {
            tab.go(site.page());
            assertThat(tab.page.locator(".demo-band")).containsText("DEMO");
            assertThat(tab.page.evaluate(BROKEN_FIGURES)).as("figures in two lines").isEqualTo(0);
            tab.shot("dashboard-" + theme + "-" + width);
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "light,range=180d",
        "dark,range=365d",
        "light,range=today",
        "dark,range=all&granularity=month"
    })
    void otherSpans(String theme, String query) {
        try (TestBrowser.Tab tab = browser.open(theme, 1440, 1000)) {
            tab.go(site.page() + "?" + query);
            var box = tab.page.locator("#revenue-and-cost-chart canvas").boundingBox();
            tab.page.mouse().move(box.x + box.width * 0.6, box.y + box.height / 2);
            tab.shot("span-" + theme + "-" + query.replaceAll("\\W", "-"));
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"light,1440", "dark,1440", "light,390"})
    void beforeTheFirstEvent(String theme, int width) {
        SeededSums sums = new SeededSums();
        try (TestSite own = new TestSite(sums, false);
                TestBrowser.Tab tab = browser.open(theme, width, 900)) {
            tab.go(own.page());
            assertThat(tab.page.locator("#code-event")).containsText(own.address() + "/v1/usage");
            assertThat(tab.page.locator("#filters")).isHidden();
            tab.shot("empty-" + theme + "-" + width);

            Dimensions at = new Dimensions("deep_image", "upscale", "", "basic", "success");
            sums.add(TestSite.NOW.minusSeconds(5), at, 1, "0.08", "0.4995");
            own.signal.recorded(1);
            assertThat(tab.page.locator("#tile-revenue .amount")).hasText("$0.4995");
            assertThat(tab.page.locator("#filters")).isVisible();
            tab.shot("first-event-" + theme + "-" + width);
            assertThat(tab.complaints()).isEmpty();
        }
    }

    /** Written to {@code docs/images} by hand, when the page's looks have changed. */
    @ParameterizedTest
    @CsvSource({
        "light,1440,1130,dashboard-light",
        "dark,1440,1130,dashboard-dark",
        "light,390,844,dashboard-phone"
    })
    void forTheReadme(String theme, int width, int height, String name) {
        try (TestBrowser.Tab tab = browser.open(theme, width, height)) {
            tab.go(site.page() + "?range=90d");
            assertThat(tab.page.locator("#revenue-and-cost canvas")).isVisible();
            tab.publish(name);
        }
    }

    @ParameterizedTest
    @CsvSource({"light", "dark"})
    void nothingHere(String theme) {
        try (TestBrowser.Tab tab = browser.open(theme, 1440, 900)) {
            tab.go(site.page() + "?from=2024-01-01&to=2024-01-31&provider=openai");
            assertThat(tab.page.locator(".blank")).containsText("Jan 1 – Jan 31, 2024");
            tab.shot("nothing-" + theme);
            tab.page.locator(".blank .primary").click();
            assertThat(tab.page.locator("#tile-requests")).isVisible();
        }
    }
}
