package dev.tare.server.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of prices under somebody's hands. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PricesBrowserTest {
    private static final String CARD = "/prices/card?id=photo-2";
    private static final List<String> PLACES =
            List.of(
                    "/prices",
                    "/prices?q=no+such",
                    CARD,
                    "/prices/card?id=long",
                    "/prices/new?as=long-prompts",
                    "/prices/missing",
                    "/prices/new?as=photo-2");

    private final TestSite site = site();
    private final TestBrowser browser = new TestBrowser();

    private static TestSite site() {
        TestSite site = new TestSite(new SeededSums(), false);
        site.prices.fill();
        return site;
    }

    @AfterAll
    void close() {
        browser.close();
        site.close();
    }

    @Test
    void aPriceIsFoundChangedLookedAtAndEntered() {
        try (TestBrowser.Tab tab = browser.open("light", 1440, 900)) {
            Page page = tab.page;
            page.navigate(site.address() + "/prices");
            page.locator("[name=q]").fill("photo upscale");
            page.keyboard().press("Enter");
            assertThat(page.locator(".price-list tbody tr")).hasCount(1);
            assertThat(page.locator(".price-list")).containsText("$0.05 per image");
            page.locator(".of").click();
            assertThat(page.locator(".card")).hasCount(2);
            page.getByText("New price from a date").click();
            assertThat(page.locator(".other-way")).isHidden();
            page.locator("#from").fill("2026-11-10");
            page.locator("[name=usd]").first().fill("0,06");
            page.locator(".form-end .primary").click();

            assertThat(page.locator(".field-problem"))
                    .containsText(new String[] {"\"source\" is missing", "can't be \"0,06\""});
            assertThat(page.locator("[name=usd]").first()).hasValue("0,06");
            page.locator("[name=usd]").first().fill("0.06");
            page.locator("#source").fill("their letter, 2026-11-02");
            page.keyboard().press("Enter");

            assertThat(page.locator(".verdicts")).containsText("in place of card photo-2");
            assertThat(page.locator(".compared-rates")).containsText("+20 %");
            assertThat(page.locator(".command")).containsText("--from 2026-11-10T00:00:00Z");
            tab.whole("prices-preview-light-1440");
            page.getByText("Enter this price").click();

            assertThat(page).hasURL(Pattern.compile("done=entered$"));
            assertThat(page.locator("[role=status]")).containsText("was entered");
            assertThat(page.locator(".card").first()).containsText("$0.06 per image");
            assertThat(page.locator(".card").first()).containsText("In force");
            tab.whole("prices-entered-light-1440");
            assertThat(tab.complaints()).hasSize(1).allMatch(text -> text.contains("400"));
        }
    }

    @ParameterizedTest
    @CsvSource({"light,1440", "dark,1440", "light,390", "dark,390"})
    void everybodyCanReadAndReachItAndPicturesAreTaken(String theme, int width) {
        try (TestBrowser.Tab tab = browser.open(theme, width, 900)) {
            for (int i = 0; i < PLACES.size(); i++) {
                tab.page.navigate(site.address() + PLACES.get(i));
                check(tab, "prices-" + i + "-" + theme + "-" + width);
            }
            tab.page.locator("#from").fill("2026-10-20");
            tab.page.locator("#source").fill("");
            tab.page.locator("[name=usd]").first().fill("much");
            tab.page.locator(".form-end .primary").click();
            check(tab, "prices-faults-" + theme + "-" + width);
            tab.page.locator("#source").fill("a page");
            tab.page.locator("[name=usd]").first().fill("0.0625");
            tab.page.locator(".form-end .primary").click();
            check(tab, "prices-look-" + theme + "-" + width);
            assertThat(tab.complaints())
                    .allMatch(text -> text.contains("400"), "of the form with faults");
        }
    }

    private static void check(TestBrowser.Tab tab, String name) {
        tab.whole(name);
        assertThat(DashboardAccessTest.problems(tab)).as(name).isEmpty();
        assertThat(
                        (Boolean)
                                tab.page.evaluate(
                                        "document.documentElement.scrollWidth >"
                                                + " document.documentElement.clientWidth"))
                .as("%s scrolls sideways", name)
                .isFalse();
    }
}
