package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        "light,1440,1000",
        "dark,1440,1000",
        "light,390,844",
        "dark,390,844",
        "light,2560,1440",
        "dark,2560,1440",
        "light,3840,2160"
    })
    void looksRight(String theme, int width, int height) {
        try (TestBrowser.Tab tab = browser.open(theme, width, height)) {
            tab.go(site.page());
            tab.shot("dashboard-" + theme + "-" + width);
            assertThat(tab.complaints()).isEmpty();
        }
    }
}
