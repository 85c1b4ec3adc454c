package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages' routes as any client sees them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class DashboardHttpTest {
    private final TestSite site = new TestSite(SeededSums.busy(TestSite.NOW, 7), true);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterAll
    void close() {
        client.close();
        site.close();
    }

    @Test
    void thePageIsNeverKeptAndMarkedAsDemo() throws Exception {
        HttpResponse<String> page = get("/admin/analytics");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().allValues("Vary")).contains("HX-Request");
        assertThat(page.body()).startsWith("<!doctype html>").contains("<strong>DEMO</strong>");
    }

    @Test
    void theScriptGetsOnlyTheFiguresAndTheBar() throws Exception {
        HttpResponse<String> part = get("/admin/analytics", "HX-Request", "true");
        assertThat(part.body())
                .doesNotContain("<html")
                .contains("hx-swap-oob=\"true\"", "tile-revenue");
        HttpResponse<String> whole =
                get("/admin/analytics", "HX-Request", "true", "HX-History-Restore-Request", "true");
        assertThat(whole.body()).startsWith("<!doctype html>");
    }

    @Test
    void figuresThatAreBehindSaySo() throws Exception {
        site.delay = "These figures are behind: 7 <s> more.";
        assertThat(get("/admin/analytics").body())
                .contains("<p class=\"delay\" role=\"status\">", "behind: 7 &lt;s&gt; more.");
        site.delay = "";
        assertThat(get("/admin/analytics").body()).doesNotContain("class=\"delay\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "range=1e9d",
                "tz=%3Cscript%3E",
                "from=2026-13-01",
                "from=2026-02-02&to=2026-02-01",
                "granularity=hour"
            })
    void anAddressThatCantBeUnderstoodIsBadRequestWithAPage(String query) throws Exception {
        HttpResponse<String> page = get("/admin/analytics?" + query);
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("can’t be understood").doesNotContain("<script>");
    }

    @Test
    void noScriptAndNoStyleIsInline() throws Exception {
        String page = get("/admin/analytics").body();
        assertThat(page).doesNotContainPattern("\\sstyle=").doesNotContainPattern("\\son[a-z]+=");
        assertThat(page).doesNotContain("<style");
    }

    @Test
    void aFileNamedWithItsVersionIsKeptForEver() throws Exception {
        String base = new Assets().base();
        HttpResponse<String> css = get(base + "/tare.css");
        assertThat(css.headers().firstValue("Content-Type")).hasValue("text/css;charset=UTF-8");
        assertThat(css.headers().firstValue("Cache-Control"))
                .hasValue("max-age=31536000, public, immutable");
        assertThat(get("/assets/000000000000/tare.css").headers().firstValue("Cache-Control"))
                .hasValue("no-store");
        String tag = get("/assets/tare.css").headers().firstValue("ETag").orElseThrow();
        assertThat(get("/assets/tare.css", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void filesArePackedForThoseWhoUnderstandIt() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(site.address() + "/assets/echarts.min.js"))
                        .header("Accept-Encoding", "gzip, br")
                        .build();
        HttpResponse<byte[]> packed = client.send(request, BodyHandlers.ofByteArray());
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(packed.body()).hasSizeLessThan(450_000);
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(get("/assets/echarts.min.js").body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/assets/nothing.js", "/assets/..%2ftare.css", "/assets/application.yaml"})
    void nothingElseIsServed(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void aBurstIsToldAtOnceAndItsEndASecondLater() throws Exception {
        SeededSums sums = new SeededSums();
        try (TestSite own = new TestSite(sums, false)) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(own.page() + "/stream")).build();
            HttpResponse<InputStream> stream = client.send(request, BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                awaitLine(lines, "event:connected");
                own.signal.recorded(1);
                awaitLine(lines, "data:1");
                long start = System.nanoTime();
                for (int i = 0; i < 500; i++) {
                    own.signal.recorded(2);
                }
                assertThat(awaitLine(lines, "data:")).isEqualTo("data:1001");
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isBetween(Duration.ofMillis(700), Duration.ofSeconds(10));
            }
        }
    }

    private static String awaitLine(BufferedReader lines, String start) throws Exception {
        @Nullable String line = lines.readLine();
        while (line != null && (!line.startsWith(start) || line.equals("data:"))) {
            line = lines.readLine();
        }
        return java.util.Objects.requireNonNull(line);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(site.address() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
