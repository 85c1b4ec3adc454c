package dev.tare.server.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.tare.core.rollup.Dimensions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the page behaves under somebody's hands. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardBrowserTest {
    private final TestSite site = new TestSite(SeededSums.busy(TestSite.NOW, 7), false);
    private final TestBrowser browser = new TestBrowser();

    @AfterAll
    void close() {
        browser.close();
        site.close();
    }

    private TestBrowser.Tab open() {
        TestBrowser.Tab tab = browser.open("light", 1440, 1000);
        tab.go(site.page());
        return tab;
    }

    @Test
    void choosingAFilterChangesTheAddressAndBackUndoesIt() {
        try (TestBrowser.Tab tab = open()) {
            Locator calls = tab.page.locator("#tile-requests .amount");
            String all = calls.innerText();

            tab.page.locator("#summary-provider").click();
            tab.page.locator("#provider-openai").check();
            assertThat(tab.page)
                    .hasURL(Pattern.compile("/admin/analytics\\?range=30d&provider=openai$"));
            assertThat(tab.page.locator("#summary-provider")).containsText("openai");
            assertThat(tab.page.locator("#by-provider tbody tr")).hasCount(1);
            assertThat(tab.page.locator("#menu-provider")).hasAttribute("open", "");
            assertThat(tab.page.locator("#provider-openai")).isFocused();

            tab.page.locator("#provider-vectorizer").check();
            assertThat(tab.page)
                    .hasURL(Pattern.compile("\\?range=30d&provider=openai&provider=vectorizer$"));
            assertThat(tab.page.locator("#by-provider tbody tr")).hasCount(2);

            tab.page.goBack();
            assertThat(tab.page.locator("#by-provider tbody tr")).hasCount(1);
            assertThat(tab.page.locator("#provider-vectorizer")).not().isChecked();
            tab.page.goBack();
            assertThat(tab.page).hasURL(site.page());
            assertThat(calls).hasText(all);
            assertThat(tab.page.locator("#revenue-and-cost canvas")).isVisible();
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void aLinkShowsTheSameAgain() {
        try (TestBrowser.Tab tab = browser.open("light", 1440, 1000)) {
            tab.go(site.page() + "?range=90d&granularity=week&plan=free&tz=Asia/Kolkata");
            assertThat(tab.page.locator("#summary-range")).containsText("Last 90 days");
            assertThat(tab.page.locator("#granularity-week")).isChecked();
            assertThat(tab.page.locator("#plan-free")).isChecked();
            assertThat(tab.page.locator("#summary-tz")).containsText("Asia/Kolkata");
            assertThat(tab.page.locator("#revenue-and-cost-csv"))
                    .hasAttribute(
                            "href",
                            "/v1/reports/profit?format=csv&group_by=week&plan=free&range=90d"
                                    + "&tz=Asia%2FKolkata");
        }
    }

    @Test
    void theKeyboardReachesEverything() {
        try (TestBrowser.Tab tab = open()) {
            tab.page.keyboard().press("Tab");
            assertThat(tab.page.locator(".skip")).isFocused();
            for (int i = 0; i < 40 && !focused(tab).equals("summary-range"); i++) {
                tab.page.keyboard().press("Tab");
            }
            tab.page.keyboard().press("Enter");
            tab.page.keyboard().press("Tab");
            assertThat(tab.page.locator("#range-30d")).isFocused();
            tab.page.keyboard().press("ArrowDown");
            assertThat(tab.page).hasURL(Pattern.compile("\\?range=90d$"));
            assertThat(tab.page.locator("#summary-range")).containsText("Last 90 days");
            assertThat(tab.page.locator("#summary-range")).isFocused();

            tab.page.keyboard().press("Enter");
            assertThat(tab.page.locator("#menu-range")).hasAttribute("open", "");
            tab.page.keyboard().press("Escape");
            assertThat(tab.page.locator("#menu-range")).not().hasAttribute("open", "");

            for (int i = 0; i < 60 && !focused(tab).equals("cost-by-provider-toggle"); i++) {
                tab.page.keyboard().press("Tab");
            }
            tab.page.keyboard().press("Space");
            assertThat(tab.page.locator("#cost-by-provider table")).isVisible();
        }
    }

    private static String focused(TestBrowser.Tab tab) {
        return (String) tab.page.evaluate("document.activeElement.id");
    }

    @Test
    void ownDatesAreAppliedTogether() {
        try (TestBrowser.Tab tab = open()) {
            tab.page.locator("#summary-range").click();
            tab.page.locator("#from").fill("2026-09-01");
            tab.page.locator("#to").fill("2026-09-14");
            assertThat(tab.page.locator("#range-custom")).isChecked();
            tab.page.locator("#apply-dates").click();
            assertThat(tab.page).hasURL(Pattern.compile("\\?from=2026-09-01&to=2026-09-14$"));
            assertThat(tab.page.locator("#summary-range")).containsText("Sep 1 – Sep 14, 2026");
            assertThat(tab.page.locator("#menu-range")).not().hasAttribute("open", "");
        }
    }

    @Test
    void aMistakeIsToldBesideItsField() {
        try (TestBrowser.Tab tab = open()) {
            tab.page.locator("#summary-tz").click();
            tab.page.locator("#tz").fill("Mars/Olympus");
            tab.page.locator("#tz").press("Enter");
            assertThat(tab.page.locator("#tz-problem")).containsText("Mars/Olympus");
            assertThat(tab.page.locator(".blank")).containsText("can’t be understood");
        }
    }

    @Test
    void everyChartHasATableBehindIt() {
        try (TestBrowser.Tab tab = open()) {
            for (String id : List.of("revenue-and-cost", "cost-by-provider", "free-and-paid")) {
                Locator panel = tab.page.locator("#" + id);
                assertThat(panel.locator(".chart canvas")).isVisible();
                assertThat(panel.locator("table")).isHidden();
                panel.locator(".toggle").click();
                assertThat(panel.locator("table")).isVisible();
                assertThat(panel.locator(".chart")).isHidden();
                assertThat(panel.locator(".toggle")).hasAttribute("aria-pressed", "true");
            }
            assertThat(tab.page.locator("#revenue-and-cost tbody tr")).hasCount(30);
            tab.shot("tables-light-1440");
            tab.page.locator("#revenue-and-cost-toggle").click();
            assertThat(tab.page.locator("#revenue-and-cost .chart canvas")).isVisible();
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void newFiguresAppearWithinTwoSeconds() {
        SeededSums sums = SeededSums.busy(TestSite.NOW, 3);
        try (TestSite own = new TestSite(sums, false);
                TestBrowser.Tab tab = browser.open("light", 1440, 1000)) {
            tab.go(own.page());
            tab.page.locator("#revenue-and-cost-toggle").click();
            // Taking a picture leaves empty style attributes, which must not be copied.
            tab.shot("live-light-1440");
            Dimensions at = new Dimensions("recraft", "upscale", "", "pro", "success");
            sums.add(TestSite.NOW, at, 3, "0.01", "0.3998");
            own.signal.recorded(3);
            assertThat(tab.page.locator("#by-provider table"))
                    .containsText(
                            "recraft",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(2_000));
            assertThat(tab.page.locator("#revenue-and-cost table")).isVisible();
            assertThat(tab.page.locator("#cost-by-provider-legend")).containsText("recraft");
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void aLostConnectionIsToldAndThePageAsksByItself() {
        SeededSums sums = SeededSums.busy(TestSite.NOW, 4);
        try (TestSite own = new TestSite(sums, false);
                TestBrowser.Tab tab = browser.open("light", 1440, 1000)) {
            tab.go(own.page());
            own.signal.close();
            assertThat(tab.page.locator("#live")).hasAttribute("data-state", "lost");
            assertThat(tab.page.locator("#announcer")).containsText("connection lost");
            Dimensions at = new Dimensions("recraft", "upscale", "", "pro", "success");
            sums.add(TestSite.NOW, at, 3, "0.01", "0.3998");
            assertThat(tab.page.locator("#by-provider table"))
                    .containsText(
                            "recraft",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
        }
    }

    @Test
    void namesStayText() {
        String image = "<img src=x onerror=alert(1)>";
        String script = "</script><script>alert(1)</script>";
        SeededSums sums = new SeededSums();
        sums.add(
                TestSite.NOW.minusSeconds(60),
                new Dimensions(script, image, image, "<b>plan</b>", "success"),
                5,
                "0.01",
                "0.4");
        try (TestSite own = new TestSite(sums, false);
                TestBrowser.Tab tab = browser.open("light", 1440, 1000)) {
            tab.page.onDialog(dialog -> tab.complaints().add("dialog: " + dialog.message()));
            tab.go(own.page() + "?range=7d");
            assertThat(tab.page.locator("#by-model th[scope=row]").first()).hasText(image);
            assertThat(tab.page.locator("#cost-by-provider-legend")).hasText(script);
            tab.page.locator("#cost-by-provider-chart canvas").scrollIntoViewIfNeeded();
            var box = tab.page.locator("#cost-by-provider-chart canvas").boundingBox();
            tab.page.mouse().move(box.x + box.width - 40, box.y + box.height / 2);
            assertThat(tab.page.locator(".tip")).containsText(script);
            assertThat(tab.page.locator("img")).hasCount(0);
            own.signal.recorded(1);
            assertThat(tab.page.locator("#by-plan th[scope=row]").first()).hasText("<b>plan</b>");
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void worksAsAPlainFormWithoutScripts() {
        try (TestBrowser.Tab tab =
                browser.open(
                        TestBrowser.options("light", 1440, 1000).setJavaScriptEnabled(false))) {
            tab.page.navigate(site.page());
            assertThat(tab.page.locator("#revenue-and-cost table")).isVisible();
            tab.page.locator("#summary-provider").click();
            tab.page.locator("#provider-openai").check();
            tab.page.locator("#menu-provider button[type=submit]").click();
            assertThat(tab.page).hasURL(Pattern.compile("provider=openai"));
            assertThat(tab.page.locator("#by-provider tbody tr")).hasCount(1);
            tab.shot("no-script-light-1440");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 390, 768, 1024, 1280, 1440, 2560})
    void nothingScrollsSideways(int width) {
        try (TestBrowser.Tab tab = browser.open("light", width, 800)) {
            tab.go(site.page());
            assertThat(overflow(tab)).isZero();
            tab.page.locator("#summary-range").click();
            assertThat(tab.page.locator("#apply-dates")).isInViewport();
            assertThat(overflow(tab)).isZero();
            if (width == 360) {
                tab.page.waitForTimeout(200);
                tab.view("menu-light-360");
            }
            tab.page.keyboard().press("Escape");
            tab.page.locator("#cost-by-provider-toggle").click();
            assertThat(overflow(tab)).isZero();
        }
    }

    private static int overflow(TestBrowser.Tab tab) {
        return (Integer)
                tab.page.evaluate(
                        "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)"
                                + "(document.documentElement)");
    }

    @Test
    void aChosenThemeIsRemembered() {
        try (TestBrowser.Tab tab = open()) {
            tab.page.locator("[data-theme-choice=dark]").click();
            String dark = background(tab);
            tab.page.reload();
            assertThat(tab.page.locator("html")).hasAttribute("data-theme", "dark");
            assertThat(background(tab)).isEqualTo(dark);
            assertThat(tab.page.locator("[data-theme-choice=dark]"))
                    .hasAttribute("aria-pressed", "true");
            tab.page.locator("[data-theme-choice=light]").click();
            assertThat(background(tab)).isNotEqualTo(dark);
        }
    }

    private static String background(TestBrowser.Tab tab) {
        return (String) tab.page.evaluate("getComputedStyle(document.body).backgroundColor");
    }
}
