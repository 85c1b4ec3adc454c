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
import org.jspecify.annotations.Nullable;

/**
 * The machine's Chromium, and everything it complained about. Its tabs share one profile, so that
 * scripts are fetched and compiled once; what a page stored goes with its tab.
 */
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

    private final BrowserContext profile = browser.newContext(options("light", 1280, 900));

    /** The first tab, emptied: the profile's process would end with each tab. */
    private @Nullable Page idle;

    /** A window of that size. */
    Tab open(String theme, int width, int height) {
        Page page = profile.newPage();
        page.setViewportSize(width, height);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme(theme)));
        return new Tab(page, () -> leave(page));
    }

    private void leave(Page page) {
        if (page.url().startsWith("http")) {
            page.evaluate("localStorage.clear()");
        }
        if (idle == null) {
            idle = page;
            page.navigate("about:blank");
        } else {
            page.close();
        }
    }

    /** One with a profile of its own. */
    Tab open(Browser.NewContextOptions options) {
        BrowserContext own = browser.newContext(options);
        return new Tab(own.newPage(), own::close);
    }

    private static ColorScheme scheme(String theme) {
        return theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT;
    }

    static Browser.NewContextOptions options(String theme, int width, int height) {
        return new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme(theme))
                .setLocale("en-US");
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    /** One page, with the errors and breaches of the content policy it reported. */
    static final class Tab implements AutoCloseable {
        private final Runnable end;
        private final List<String> complaints = new CopyOnWriteArrayList<>();
        final Page page;

        Tab(Page page, Runnable end) {
            this.page = page;
            this.end = end;
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
            end.run();
        }
    }
}
