package dev.tare.server.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of the quarantine under somebody's hands. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuarantineBrowserTest {
    private final SeededSums sums = SeededSums.busy(TestSite.NOW, 7);
    private final TestBrowser browser = new TestBrowser();

    @AfterAll
    void close() {
        browser.close();
    }

    /** With decisions of its own; the sums no test changes. */
    private TestSite site() {
        TestSite site = new TestSite(sums, false);
        site.calls.fill();
        return site;
    }

    private TestBrowser.Tab open(TestSite site, String theme, int width) {
        TestBrowser.Tab tab = browser.open(theme, width, 900);
        tab.page.navigate(site.address() + "/quarantine");
        return tab;
    }

    private static Locator entry(TestBrowser.Tab tab, int number) {
        return tab.page.locator("#entry-5b8f0c39-" + number);
    }

    @Test
    void aConflictIsRecordedAsANewCallAndTheBadgeGoesDown() {
        try (TestSite site = site();
                TestBrowser.Tab tab = open(site, "light", 1280)) {
            assertThat(tab.page.locator(".badge")).containsText("3");
            Locator entry = entry(tab, 1);
            assertThat(entry.locator(".differs")).hasCount(3);
            assertThat(entry.locator(".differs").first()).containsText("anna@example.com");
            assertThat(entry.getByText("Record under this id")).isHidden();

            entry.getByText("Record as new call").click();
            entry.locator("[name=note]").first().fill("two pictures");
            entry.getByText("Record under this id").click();

            assertThat(tab.page).hasURL(Pattern.compile("done=5b8f0c39-1$"));
            assertThat(tab.page.locator(".said")).containsText("is in the ledger now");
            assertThat(tab.page.locator(".badge")).containsText("2");
            tab.page.getByText("Retried").click();
            assertThat(tab.page.locator(".decided")).containsText("Recorded as render-7f31-2");
            assertThat(tab.page.locator(".decided")).containsText("two pictures");
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void aTakenIdIsRefusedAndSaysWhatToDo() {
        try (TestSite site = site();
                TestBrowser.Tab tab = open(site, "light", 1280)) {
            Locator entry = entry(tab, 1);
            entry.getByText("Record as new call").click();
            entry.locator("[name=new_id]").fill("chat-0042");
            entry.getByText("Record under this id").click();

            assertThat(tab.page.locator("[role=alert]")).containsText("Take another id");
            assertThat(tab.page.locator(".badge")).containsText("3");
        }
    }

    @Test
    void discardingTakesTwoStepsAndWorksByKeyboardAlone() {
        try (TestSite site = site();
                TestBrowser.Tab tab = open(site, "light", 1280)) {
            tab.page.locator("#discard-5b8f0c39-2").focus();
            tab.page.keyboard().press("Enter");
            assertThat(entry(tab, 2).getByText("Discard for good")).isVisible();
            tab.page.keyboard().press("Tab");
            tab.page.keyboard().press("Escape");
            assertThat(entry(tab, 2).getByText("Discard for good")).isHidden();
            assertThat(tab.page.locator("#discard-5b8f0c39-2")).isFocused();

            tab.page.keyboard().press("Enter");
            tab.page.keyboard().press("Tab");
            tab.page.keyboard().type("sender's fault");
            tab.page.keyboard().press("Tab");
            tab.page.keyboard().press("Enter");
            assertThat(tab.page.locator(".said")).containsText("was discarded");
            assertThat(entry(tab, 2)).hasCount(0);
        }
    }

    @Test
    void whatStillCannotBeStoredGoesOnWaiting() {
        try (TestSite site = site();
                TestBrowser.Tab tab = open(site, "light", 1280)) {
            entry(tab, 3).getByText("Retry").click();
            assertThat(tab.page.locator(".said")).containsText("goes on waiting");
            assertThat(entry(tab, 3)).isVisible();
        }
    }

    @Test
    void theProfitPageShowsHowManyWaitAndLeadsHere() {
        try (TestSite site = site();
                TestBrowser.Tab tab = browser.open("light", 1280, 900)) {
            tab.go(site.page());
            assertThat(tab.page.locator(".badge")).containsText("3");
            tab.page.locator(".places").getByText("Quarantine").click();
            assertThat(tab.page.locator("h1")).hasText("Quarantine");
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"light,1280", "dark,1280", "light,390", "dark,390"})
    void everybodyCanReadAndReachItAndAPictureIsTaken(String theme, int width) {
        try (TestSite site = site();
                TestBrowser.Tab tab = open(site, theme, width)) {
            tab.page.locator("#record-5b8f0c39-1").click();
            tab.shot("quarantine-" + theme + "-" + width);
            assertThat(DashboardAccessTest.problems(tab)).isEmpty();
            assertThat((Boolean) wide(tab)).as("scrolls sideways").isFalse();
            assertThat(tab.complaints()).isEmpty();
            tab.page.navigate(site.page());
            tab.page.waitForSelector("#live[data-state=ok]");
            tab.view("places-" + theme + "-" + width);
            assertThat((Boolean) wide(tab)).as("scrolls sideways").isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"light,1280", "dark,390"})
    void theEmptyPageTeaches(String theme, int width) {
        try (TestSite site = new TestSite(new SeededSums(), true);
                TestBrowser.Tab tab = open(site, theme, width)) {
            assertThat(tab.page.locator(".blank-room")).containsText("Nothing waits here");
            assertThat(tab.page.locator(".badge")).hasCount(0);
            tab.shot("quarantine-empty-" + theme + "-" + width);
            assertThat(DashboardAccessTest.problems(tab)).isEmpty();
        }
    }

    private static Object wide(TestBrowser.Tab tab) {
        return tab.page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }
}
