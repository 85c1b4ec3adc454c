package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of calls as any client sees them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class CallsHttpTest {
    private final TestSite site = new TestSite(SeededSums.busy(TestSite.NOW, 7), true);
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    void fill() {
        site.calls.log();
    }

    @AfterAll
    void close() {
        client.close();
        site.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(site.address() + path)).build(),
                BodyHandlers.ofString());
    }

    private String page(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The text of a page, without its tags. */
    private static String words(String html) {
        return html.replaceAll("<[^>]+>", " ").replaceAll("\\s+", " ");
    }

    @Test
    void theLatestCallsAreListedWithWhatStandsOut() throws Exception {
        HttpResponse<String> answer =
                get("/calls?operation=chat&operation=upscale&operation=embed");

        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.body()).startsWith("<!doctype html>").contains("DEMO");
        assertThat(words(answer.body()))
                .containsPattern("chat-0042 .*openai · chat · gpt-4.1-mini-2025-04-14")
                .contains("412 output_tokens", "Unpriced", "Loss", "Cost told", "Corrected");
        assertThat(answer.body().indexOf("chat-0042"))
                .isLessThan(answer.body().indexOf("render-7f31"));
    }

    @Test
    void callsAreChosenByWhatTheyAre() throws Exception {
        assertThat(page("/calls?provider=openai&user=&from=&to=&range=30d"))
                .contains("chat-0042")
                .doesNotContain("render-7f31");
        assertThat(page("/calls?unpriced=true&operation=embed"))
                .contains("dark-1")
                .doesNotContain("chat-0042");
        assertThat(page("/calls?user=nobody&range=7d"))
                .contains("No calls here", "Look in all time", "Clear filters");
    }

    @Test
    void olderCallsAreReachedPageByPage() throws Exception {
        site.calls.many(60);
        String first = page("/calls?operation=generate");
        Matcher older = Pattern.compile("href=\"([^\"]*after=[^\"]*)\"").matcher(first);
        assertThat(older.find()).isTrue();

        String second = page(older.group(1).replace("&amp;", "&"));

        assertThat(first).contains("more-59").doesNotContain("more-0");
        assertThat(second).contains("more-0", "Latest calls").doesNotContain("Older calls");
    }

    @Test
    void aCallIsExplainedFromItsQuantitiesToItsProfit() throws Exception {
        String call = words(page("/calls?id=chat-0042"));

        assertThat(call)
                .containsPattern("input_tokens 1,204 \\$0.0000004 \\$0.0004816")
                .containsPattern("output_tokens 412 \\$0.0000016 \\$0.0006592")
                .containsPattern("Exact \\$0.0022416")
                .contains("Rate card openai gpt-4.1-mini 2026-03-09 , negotiated, from Mar 9, 2026")
                .containsPattern("Credits charged 1 Price of plan PRO \\$29.99 Credits in it 100")
                .contains("assistant", "1840");
    }

    @Test
    void correctionsFollowOneByOne() throws Exception {
        String call = page("/calls/one?id=render-7f31&source=image-editor");

        assertThat(words(call))
                .containsPattern("Told anew .*plan known now .* batch plans-2026-11")
                .containsPattern("quantities 2 images 3 images")
                .containsPattern("plan basic pro")
                .containsPattern("Priced anew .*late list · batch reprice-1");
        assertThat(call).contains("acme-from-november");
    }

    @Test
    void aMonthlyPriceSaysWhereTheCallStoodAndAToldCostWhatTheBookSays() throws Exception {
        assertThat(words(page("/calls?id=scan-2")))
                .contains("from Nov 1, 2026 it came after 2 images.")
                .containsPattern("images after 2 in the month");
        assertThat(words(page("/calls?id=render-7f34")))
                .contains("Told by its sender")
                .contains("By the book it would be $0.0702: the told cost is $0.0202 less.");
        assertThat(words(page("/calls?id=dark-1")))
                .contains("No price is known: no rate card is for such calls at that time.");
    }

    @Test
    void hostileTextsStayTexts() throws Exception {
        String id = encoded(LoggedCalls.HOSTILE);
        for (String path :
                new String[] {
                    "/calls",
                    "/calls?id=" + id,
                    "/calls?user=" + id,
                    "/calls?provider=" + id,
                    "/calls/one?id=render-7f31",
                    "/calls/one?id=gone&source=" + id
                }) {
            assertThat(get(path).body())
                    .as(path)
                    .doesNotContain("<script>alert", "<img src=x")
                    .doesNotContainPattern("\\sstyle=")
                    .doesNotContainPattern("\\son[a-z]+=");
        }
        assertThat(page("/calls?id=" + id)).contains("&lt;script&gt;alert");
    }

    @Test
    void anIdThatIsNotThereIsSaidSo() throws Exception {
        HttpResponse<String> none = get("/calls?id=gone");

        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.body()).contains("No call in the log has this id.", "value=\"gone\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"range=1e9d", "from=2026-02-02&to=2026-02-01", "after=x", "tz=%3Cb%3E"})
    void anAddressThatCantBeUnderstoodKeepsTheBar(String query) throws Exception {
        HttpResponse<String> answer = get("/calls?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("role=\"alert\"", "calls-bar").doesNotContain("<b>");
    }
}
