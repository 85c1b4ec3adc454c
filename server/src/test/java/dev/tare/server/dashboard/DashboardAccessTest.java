package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, headings, landmarks, tables and contrast, on every state of the page. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardAccessTest {
    private final TestSite full = new TestSite(SeededSums.busy(TestSite.NOW, 7), true);
    private final TestSite empty = new TestSite(new SeededSums(), false);
    private final TestBrowser browser = new TestBrowser();

    @AfterAll
    void close() {
        browser.close();
        full.close();
        empty.close();
    }

    @ParameterizedTest
    @CsvSource({
        "light, ''",
        "dark, ''",
        "light, ?range=all&provider=openai",
        "dark, ?from=2024-01-01&to=2024-01-02",
        "light, ?from=2024-01-01&to=2024-01-02",
    })
    void everybodyCanReadAndReachIt(String theme, String query) {
        try (TestBrowser.Tab tab = browser.open(theme, 1280, 900)) {
            tab.go(full.page() + query);
            tab.page.locator("#summary-range").click();
            assertThat(problems(tab)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"light", "dark"})
    void tablesToo(String theme) {
        try (TestBrowser.Tab tab = browser.open(theme, 1280, 900)) {
            tab.go(full.page());
            tab.page.locator(".toggle").all().forEach(toggle -> toggle.click());
            tab.page.mouse().move(0, 0);
            assertThat(problems(tab)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"light", "dark"})
    void theFirstStepsToo(String theme) {
        try (TestBrowser.Tab tab = browser.open(theme, 390, 900)) {
            tab.go(empty.page());
            assertThat(problems(tab)).isEmpty();
        }
    }

    @Test
    void theCheckSeesWhatIsWrong() {
        try (TestBrowser.Tab tab = browser.open("light", 1280, 900)) {
            tab.go(full.page());
            tab.page.evaluate(
                    """
                    () => {
                      const main = document.querySelector('main');
                      main.append(document.createElement('button'), document.createElement('h4'));
                      const pale = document.createElement('p');
                      pale.textContent = 'pale';
                      pale.style.color = '#aaa';
                      pale.id = 'figures';
                      main.append(pale);
                    }\
                    """);
            assertThat(String.join("\n", problems(tab)))
                    .contains(
                            "no name: <button>",
                            "skips a level",
                            "id twice: figures",
                            "contrast 2");
        }
    }

    @SuppressWarnings("unchecked")
    static List<String> problems(TestBrowser.Tab tab) {
        return (List<String>) tab.page.evaluate(script());
    }

    private static String script() {
        try (@Nullable InputStream in =
                DashboardAccessTest.class.getResourceAsStream("access-check.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
