package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.rollup.Verification;
import dev.tare.sdk.ApiCostTracker;
import dev.tare.sdk.TrackerBuilder;
import dev.tare.sdk.TrackerCounts;
import dev.tare.sdk.TrackerReport;
import dev.tare.sdk.UsageRecord;
import dev.tare.server.dashboard.RecordedSignal;
import dev.tare.server.security.AccessFile.FirstSecrets;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tracker of the sdk against the server as it is really put together. */
class TrackerTest {
    private static final String FIELDS =
            "SELECT user_id, provider, operation, model, plan, status, source,"
                    + " CAST(api_cost AS VARCHAR) FROM api_usage_logs ORDER BY status DESC";
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;
    private final AtomicReference<@Nullable FirstSecrets> secrets = new AtomicReference<>();
    private final List<TrackerReport> reports = new CopyOnWriteArrayList<>();
    private House house;
    private WebServer server;

    @BeforeEach
    void start() {
        house =
                House.open(
                        new HouseSettings(folder.resolve("data"), ZoneOffset.UTC),
                        Clock.systemUTC(),
                        () -> PriceChange.NONE,
                        state -> {});
        server =
                WebServer.start(
                        house,
                        new RecordedSignal(),
                        new WebSettings("127.0.0.1", 0, Set.of()),
                        secrets::set);
    }

    @AfterEach
    void stop() {
        server.close();
        house.close();
    }

    private TrackerBuilder tracker(URI address) {
        return ApiCostTracker.builder(address, Objects.requireNonNull(secrets.get()).ingestKey())
                .spoolFolder(folder.resolve("spool"))
                .spoolBytes(1 << 20)
                .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
                .listener(reports::add)
                .shutdownHook(false);
    }

    private List<List<@Nullable String>> rows(String sql) throws InterruptedException {
        assertThat(house.awaitRecorded(LONG)).isTrue();
        SqlConsole.Answer answer = house.sql().ask(sql, 100, Duration.ofSeconds(30));
        assertThat(answer).isInstanceOf(SqlConsole.Answer.Rows.class);
        return ((SqlConsole.Answer.Rows) answer).rows();
    }

    private static void call(ApiCostTracker tracker, boolean answers) throws IOException {
        tracker.call("openai", "chat")
                .user("u-42")
                .plan("pro")
                .model("gpt-4o")
                .cost(new BigDecimal("0.001234567"))
                .around(
                        () -> {
                            if (!answers) {
                                throw new IOException("line 1\nline 2");
                            }
                            return 1_200L;
                        },
                        (tokens, call) -> call.quantity("input_tokens", tokens));
    }

    @Test
    void what_was_tracked_is_in_the_ledger_with_its_fields() throws Exception {
        try (ApiCostTracker tracker = tracker(server.address()).gzip(true).open()) {
            call(tracker, true);
            assertThatThrownBy(() -> call(tracker, false)).isInstanceOf(IOException.class);
            assertThat(tracker.track(new UsageRecord("openai", "chat"))).isTrue();
            assertThat(tracker.flush(LONG)).isTrue();

            TrackerCounts counts = tracker.counts();
            assertThat(counts.acknowledged()).isEqualTo(2);
            assertThat(counts.rejected()).isEqualTo(1);
        }
        assertThat(rows(FIELDS))
                .containsExactly(
                        List.of(
                                "u-42",
                                "openai",
                                "chat",
                                "gpt-4o",
                                "pro",
                                "success",
                                "default",
                                "0.001234567"),
                        List.of(
                                "u-42",
                                "openai",
                                "chat",
                                "gpt-4o",
                                "pro",
                                "failed",
                                "default",
                                "0.001234567"));
        assertThat(reports)
                .singleElement()
                .satisfies(report ->
                        assertThat(((TrackerReport.Rejected) report).code())
                                .isEqualTo("missing_field"));
    }

    @Test
    void each_is_there_once_after_an_outage_a_restart_and_a_repeat() throws Exception {
        try (ApiCostTracker tracker = tracker(URI.create("http://127.0.0.1:9")).open()) {
            for (int i = 0; i < 500; i++) {
                assertThat(tracker.track(event(i))).isTrue();
            }
            assertThat(tracker.close(Duration.ofMillis(100)).spooled()).isEqualTo(500);
        }
        // close() doesn't wait for a request under way; until it is over the spool is in use.
        await().atMost(LONG).until(TrackerTest::nobodySends);
        Path spool = folder.resolve("spool/spool-0.ring");
        byte[] before = java.nio.file.Files.readAllBytes(spool);
        for (int time = 0; time < 2; time++) {
            // The second time as if the process had died before it could note the receipt.
            java.nio.file.Files.write(spool, before);
            try (ApiCostTracker tracker = tracker(server.address()).open()) {
                assertThat(tracker.flush(LONG)).isTrue();
                assertThat(tracker.counts().acknowledged()).isEqualTo(500);
            }
        }
        assertThat(rows("SELECT COUNT(*), COUNT(DISTINCT user_id) FROM api_usage_logs"))
                .containsExactly(List.of("500", "500"));
        assertThat(house.state().duplicates()).isEqualTo(500);
        assertThat(house.verify()).allMatch(Verification.Check::passed);
    }

    private static boolean nobodySends() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("tare-tracker"));
    }

    private static UsageRecord event(int n) {
        return new UsageRecord("openai", "chat").user("u-" + n).quantity("input_tokens", n);
    }
}
