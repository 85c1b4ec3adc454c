package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.Metric;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.rollup.Verification;
import dev.tare.server.dashboard.RecordedSignal;
import dev.tare.server.http.Trackers;
import dev.tare.server.security.AccessFile;
import dev.tare.server.security.AccessFile.FirstSecrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The tracker for Node, in the machine's Node, against the server as it is really put together. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeTrackerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir private static Path folder;
    private int port;
    private String key = "";
    private House house;
    private WebServer server;

    /** The secrets and the port are there before the server is: one test has it come late. */
    @BeforeAll
    void prepare() throws IOException {
        NodeScript.assumeNode();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        HouseSettings settings = new HouseSettings(folder.resolve("data"), ZoneOffset.UTC);
        Files.createDirectories(settings.data());
        FirstSecrets made =
                AccessFile.open(settings.access(), Clock.systemUTC(), new SecureRandom()).made();
        key = Objects.requireNonNull(made).ingestKey();
        start();
    }

    private void start() {
        house =
                House.open(
                        new HouseSettings(folder.resolve("data"), ZoneOffset.UTC),
                        Clock.systemUTC(),
                        ShippedPrices::read,
                        state -> {});
        server =
                WebServer.start(
                        house,
                        new RecordedSignal(),
                        new WebSettings("127.0.0.1", port, Set.of()),
                        made -> {});
    }

    @AfterAll
    void stop() {
        if (server != null) {
            assertThat(house.verify()).allMatch(Verification.Check::passed);
            server.close();
            house.close();
        }
    }

    private NodeScript node(String script) throws IOException {
        return NodeScript.start(address(), key, script);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private List<List<@Nullable String>> rows(String columns, String user) throws Exception {
        assertThat(house.awaitRecorded(LONG)).isTrue();
        String sql =
                "SELECT %s FROM api_usage_logs WHERE user_id LIKE '%s' ORDER BY 1"
                        .formatted(columns, user);
        SqlConsole.Answer answer = house.sql().ask(sql, 100, LONG);
        assertThat(answer).isInstanceOf(SqlConsole.Answer.Rows.class);
        return ((SqlConsole.Answer.Rows) answer).rows();
    }

    private ProfitReport.Row total(String user) throws InterruptedException {
        assertThat(house.awaitRecorded(LONG)).isTrue();
        Instant now = Instant.now();
        ReportQuery query =
                new ReportQuery(
                        now.minus(Duration.ofDays(1)),
                        now.plus(Duration.ofDays(1)),
                        ZoneOffset.UTC,
                        List.of(),
                        Map.of(Dimension.USER, Set.of(user)));
        return house.reports().report(query).total();
    }

    @Test
    void its_own_tests_pass() throws Exception {
        try (NodeScript tests = NodeScript.unitTests()) {
            String said = tests.rest();
            assertThat(tests.exitCode()).as(said).isZero();
            assertThat(said).contains("# fail 0").doesNotContain("# pass 0");
        }
    }

    @Test
    void a_wrapped_call_costs_and_earns_what_it_should_and_its_result_is_untouched()
            throws Exception {
        String script =
                """
                const tare = new Tracker();
                const call = { provider: 'deep_image', operation: 'upscale', userId: 'wrap',
                  plan: 'basic' };
                const result = { image: 1 };
                for (let n = 0; n < 3; n++) {
                  const got = await tare.wrap(call, async (c) => {
                    c.quantities({ images: 1n });
                    return result;
                  });
                  if (got !== result) throw new Error('another result');
                }
                const thrown = new TypeError('the provider is out');
                try {
                  await tare.wrap({ ...call, userId: 'wrap-failed' }, () => { throw thrown; });
                  throw new Error('nothing thrown');
                } catch (e) { if (e !== thrown) throw e; }
                say(String(await tare.flush({ timeoutMs: 20_000 })));
                """;
        try (NodeScript node = node(script)) {
            assertThat(node.lastLine()).isEqualTo("true");
        }
        ProfitReport.Row total = total("wrap");
        assertThat(total.get(Metric.API_COST)).isEqualByComparingTo("0.24");
        assertThat(total.get(Metric.REVENUE)).isEqualByComparingTo("1.4985");
        assertThat(rows("status, error_message, credit_value = 0", "wrap-failed"))
                .containsExactly(List.of("failed", "TypeError: the provider is out", "true"));
        assertThat(rows("processing_time_ms BETWEEN 0 AND 5000", "wrap%"))
                .hasSize(4)
                .allMatch(row -> row.equals(List.of("true")));
    }

    @Test
    void a_thousand_events_arrive_in_batches_with_exact_numbers() throws Exception {
        String script =
                """
                const tare = new Tracker({ batchEvents: 300, batchBytes: 40_000 });
                for (let n = 0; n < 1000; n++) {
                  tare.record({ provider: 'p', operation: 'o', userId: 'many-' + n,
                    quantities: { units: 0.1 }, cost: '0.000000001' });
                }
                await tare.flush({ timeoutMs: 20_000 });
                say(tare.stats());
                """;
        try (NodeScript node = node(script)) {
            assertThat(node.lastLine())
                    .isEqualTo("{\"queued\":0,\"sent\":1000,\"dropped\":0,\"rejected\":0}");
        }
        assertThat(
                        rows(
                                "COUNT(*), COUNT(DISTINCT user_id), CAST(SUM(api_cost) AS VARCHAR)",
                                "many%"))
                .containsExactly(List.of("1000", "1000", "0.000001000"));
    }

    @Test
    void what_was_recorded_while_the_server_was_away_is_there_once() throws Exception {
        server.close();
        house.close();
        String script =
                """
                const tare = new Tracker({ backoffFirstMs: 10, backoffLongestMs: 50, log: false });
                for (let n = 0; n < 50; n++) {
                  tare.record({ provider: 'p', operation: 'o', userId: 'late-' + n });
                }
                say(String(await tare.flush({ timeoutMs: 200 })));
                say(String(await tare.flush({ timeoutMs: 20_000 })));
                """;
        try (NodeScript node = node(script)) {
            assertThat(node.line()).isEqualTo("false");
            start();
            assertThat(node.lastLine()).isEqualTo("true");
        }
        assertThat(rows("COUNT(*), COUNT(DISTINCT user_id)", "late%"))
                .containsExactly(List.of("50", "50"));
    }

    @Test
    void an_answer_that_gets_lost_counts_nothing_twice() throws Exception {
        String script =
                """
                const tare = new Tracker({ batchEvents: 10, backoffFirstMs: 10, log: false });
                for (let n = 0; n < 30; n++) {
                  tare.record({ provider: 'p', operation: 'o', userId: 'cut-' + n, cost: '0.5' });
                }
                await tare.flush({ timeoutMs: 20_000 });
                say(tare.stats());
                """;
        house.awaitRecorded(LONG);
        long duplicates = house.state().duplicates();
        try (CuttingProxy proxy = new CuttingProxy(server.address(), 3);
                NodeScript node = NodeScript.start(proxy.address(), key, script)) {
            assertThat(node.lastLine()).contains("\"sent\":30");
            assertThat(proxy.stillToCut()).isZero();
        }
        assertThat(rows("COUNT(*), CAST(SUM(api_cost) AS VARCHAR)", "cut%"))
                .containsExactly(List.of("30", "15.000000000"));
        assertThat(house.state().duplicates() - duplicates).isEqualTo(30);
    }

    @Test
    void one_bad_event_is_told_and_the_others_go_in() throws Exception {
        String script =
                """
                const tare = new Tracker({ log: false, onRejected: ({ code, field, event }) =>
                  say(`${code} ${field} ${JSON.parse(event).operation}`) });
                for (let n = 0; n < 9; n++) {
                  tare.record({ provider: 'p', operation: 'o' + n, userId: n === 4 ? '' : 'good' });
                }
                await tare.flush({ timeoutMs: 20_000 });
                await tare.close();
                """;
        try (NodeScript node = node(script)) {
            assertThat(node.lastLine()).isEqualTo("missing_field user_id o4");
        }
        assertThat(rows("COUNT(*)", "good")).containsExactly(List.of("8"));
        assertThat(told()).anyMatch(told -> told.rejected() == 1 && told.dropped() == 0);
    }

    private List<Trackers.Told> told() {
        return server.context().getBean(Trackers.class).all();
    }

    @Test
    void what_finds_no_room_is_counted_and_the_server_told() throws Exception {
        String script =
                """
                const tare = new Tracker({ queueEvents: 100, log: false,
                  onDropped: ({ count, total }) => say(`dropped ${count} of ${total}`) });
                for (let n = 0; n < 142; n++) {
                  tare.record({ provider: 'p', operation: 'o', userId: 'full' });
                }
                await tare.flush({ timeoutMs: 20_000 });
                say(await tare.close());
                """;
        try (NodeScript node = node(script)) {
            assertThat(node.line()).isEqualTo("dropped 42 of 42");
            assertThat(node.lastLine())
                    .isEqualTo("{\"queued\":0,\"sent\":100,\"dropped\":42,\"rejected\":0}");
        }
        assertThat(rows("COUNT(*)", "full")).containsExactly(List.of("100"));
        assertThat(told()).anyMatch(told -> told.dropped() == 42);
    }

    @Test
    void a_process_that_forgets_to_flush_sends_the_rest_and_ends_by_itself() throws Exception {
        String script =
                """
                const tare = new Tracker({ flushIntervalMs: 60_000, exitFlushMs: 20_000 });
                tare.record({ provider: 'p', operation: 'o', userId: 'end' });
                tare.begin({ provider: 'p', operation: 'o', userId: 'end' }).end();
                """;
        try (NodeScript node = node(script)) {
            assertThat(node.rest()).isEmpty();
            assertThat(node.exitCode()).isZero();
        }
        assertThat(rows("COUNT(*)", "end")).containsExactly(List.of("2"));
    }
}
