package dev.tare.server.dashboard;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The machine's Chromium, and everything it complained about. */
final class TestBrowser implements AutoCloseable {
    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final String EXECUTABLE =
            System.getenv().getOrDefault("TARE_CHROMIUM", "/usr/bin/chromium");

    private final Playwright playwright =
            Playwright.create(
                    new Playwright.CreateOptions()
                            .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser =
            playwright
                    .chromium()
                    .launch(
                            new BrowserType.LaunchOptions()
                                    .setExecutablePath(Path.of(EXECUTABLE))
                                    .setArgs(
                                            List.of(
                                                    "--no-sandbox",
                                                    "--disable-gpu",
                                                    "--disable-quic",
                                                    "--no-first-run",
                                                    "--disable-background-networking",
                                                    "--disable-component-update",
                                                    "--disable-sync")));

    /** A window of that size. */
    Tab open(String theme, int width, int height) {
        return open(options(theme, width, height));
    }

    Tab open(Browser.NewContextOptions options) {
        return new Tab(browser.newContext(options));
    }

    static Browser.NewContextOptions options(String theme, int width, int height) {
        return new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setLocale("en-US");
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    /** One page, with the errors and breaches of the content policy it reported. */
    static final class Tab implements AutoCloseable {
        private final BrowserContext context;
        private final List<String> complaints = new CopyOnWriteArrayList<>();
        final Page page;

        Tab(BrowserContext context) {
            this.context = context;
            page = context.newPage();
            page.onConsoleMessage(message -> {
                if (List.of("error", "warning").contains(message.type())) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
        }

        void go(String address) {
            page.navigate(address);
            page.waitForSelector("#live[data-state=ok]");
        }

        List<String> complaints() {
            return complaints;
        }

        /** What is seen of the page as a picture. */
        void view(String name) {
            page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")));
        }

        /** The whole page as a picture, when its charts stand still. */
        void shot(String name) {
            page.waitForTimeout(700);
            whole(name);
        }

        /** The whole page as a picture, of one on which nothing moves. */
        void whole(String name) {
            page.screenshot(
                    new Page.ScreenshotOptions()
                            .setPath(SHOTS.resolve(name + ".png"))
                            .setFullPage(true));
        }

        /** A picture for the documentation, where the environment says into which folder. */
        void publish(String name) {
            String folder = System.getenv("TARE_SCREENSHOTS");
            if (folder != null) {
                page.waitForTimeout(700);
                page.screenshot(
                        new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")));
            }
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
