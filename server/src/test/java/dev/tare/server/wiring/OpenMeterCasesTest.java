package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.rollup.Verification;
import dev.tare.server.dashboard.RecordedSignal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The written cases of OpenMeter's ingest, where they lie beside the checkout ({@code
 * ../shared/cases}) or where {@code TARE_CASES} says: each against a whole server.
 */
class OpenMeterCasesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir Path folder;
    private House house;
    private WebServer server;
    private String key = "";
    private final HttpClient http = HttpClient.newHttpClient();

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
                        made -> key = made.ingestKey());
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
        house.close();
    }

    @Test
    void every_written_case_holds() throws Exception {
        Path file = cases().resolve("billing_models/openmeter_ingest_cases.jsonl");
        if (!Files.exists(file)) {
            String missing = "OPENMETER CASES NOT RUN: there is no " + file.toAbsolutePath();
            System.err.println(missing);
            Assumptions.abort(missing);
        }
        Map<String, String> found = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode written = JSON.readTree(line);
            String id = written.path("id").asString();
            String wrong = run(id, written.path("expected"));
            found.put(id, wrong == null ? "ok" : wrong);
        }
        System.err.println("OpenMeter cases: " + found);
        assertThat(found.values()).isNotEmpty().containsOnly("ok");
        assertThat(house.verify()).allMatch(Verification.Check::passed);
    }

    private static Path cases() {
        String named = System.getenv("TARE_CASES");
        return named == null ? Path.of("..", "..", "shared", "cases") : Path.of(named);
    }

    /** What is wrong, {@code null} where the case holds. */
    private @Nullable String run(String id, JsonNode expected) throws Exception {
        return switch (id) {
            case "ing-01" -> manyAddUp(expected);
            case "ing-04" -> differ(expected.path("status"), send(id, "x", T, "\"a text\""));
            case "ing-05" -> differ(expected.path("status"), send(id, "x", T, "null"));
            case "ing-07" -> oneOfMany(expected);
            case "ing-09" -> differ(expected, firstAndRepeat());
            case "ing-11" -> windows("minute", expected);
            case "ing-13" -> windows("day", expected);
            default -> "no such case is known here";
        };
    }

    private @Nullable String manyAddUp(JsonNode expected) throws Exception {
        long sum = 0;
        for (int i = 0; i < 1_000; i++) {
            int tokens = Math.floorMod(i * 7_919, 1_000);
            sum += tokens;
            int status = send("ing-01", "e" + i, T.plusSeconds(i), "{\"tokens\":" + tokens + "}");
            if (status != expected.path("status").asInt()) {
                return "status " + status;
            }
        }
        List<List<@Nullable String>> rows = sums("ing-01", "'all'");
        boolean right = new java.math.BigDecimal(rows.getFirst().get(1)).longValueExact() == sum;
        return right ? differ(expected.path("rows"), rows.size()) : "sum " + rows;
    }

    private @Nullable String oneOfMany(JsonNode expected) throws Exception {
        for (int i = 0; i < 1_000; i++) {
            int status = send("ing-07", "same", T.plusSeconds(i), "{\"tokens\":1}");
            if (status != expected.path("status").asInt()) {
                return "status " + status;
            }
        }
        return differ(expected.path("count"), Long.parseLong(count("ing-07")));
    }

    private List<Boolean> firstAndRepeat() throws Exception {
        send("ing-09", "same", T, "{\"tokens\":1}");
        boolean first = count("ing-09").equals("1");
        long duplicates = house.state().duplicates();
        send("ing-09", "same", T, "{\"tokens\":1}");
        boolean second = !count("ing-09").equals("1") || house.state().duplicates() == duplicates;
        return List.of(first, second);
    }

    /** Three times in one day and one a day later; N events at each, of 100 tokens. */
    private @Nullable String windows(String window, JsonNode expected) throws Exception {
        int n = 5;
        List<Instant> times =
                List.of(T, T.plusSeconds(60), T.plusSeconds(3_600), T.plus(Duration.ofDays(1)));
        for (Instant time : times) {
            for (int i = 0; i < n; i++) {
                send("w-" + window, time + "/" + i, time, "{\"tokens\":\"100\"}");
            }
        }
        List<List<@Nullable String>> rows =
                sums("w-" + window, "date_trunc('" + window + "', created_at)");
        List<String> got = new ArrayList<>();
        for (List<@Nullable String> row : rows) {
            got.add(new java.math.BigDecimal(row.get(1)).toBigInteger() + "");
        }
        boolean each = expected.has("each");
        List<String> wanted = new ArrayList<>();
        for (JsonNode row : expected.path("rows")) {
            String formula = each ? expected.path("each").asString() : row.asString();
            wanted.add(n * Integer.parseInt(formula.replace("N*", "")) + "");
        }
        return got.equals(wanted) ? null : "got " + got + ", not " + wanted;
    }

    private static @Nullable String differ(JsonNode expected, Object got) {
        JsonNode node = JSON.valueToTree(got);
        boolean same =
                expected.isNumber()
                        ? expected.decimalValue().compareTo(node.decimalValue()) == 0
                        : expected.equals(node);
        return same ? null : "got " + got + ", not " + expected;
    }

    private int send(String source, String id, Instant time, String data) throws Exception {
        String event =
                """
                {"specversion":"1.0","id":"%s","source":"%s","type":"t","subject":"s",
                 "time":"%s","data":%s}
                """
                        .formatted(id, source, time, data);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/events"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/cloudevents+json")
                        .POST(HttpRequest.BodyPublishers.ofString(event))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private String count(String source) throws IOException, InterruptedException {
        return Objects.requireNonNull(ask("SELECT count(*)", source, "").getFirst().getFirst());
    }

    private List<List<@Nullable String>> sums(String source, String window)
            throws IOException, InterruptedException {
        String select =
                "SELECT " + window + ", sum(CAST(quantities->>'$.tokens' AS DECIMAL(18,3)))";
        return ask(select, source, " GROUP BY 1 ORDER BY 1");
    }

    private List<List<@Nullable String>> ask(String select, String source, String group)
            throws IOException, InterruptedException {
        assertThat(house.awaitRecorded(Duration.ofSeconds(60))).isTrue();
        String sql =
                select + " FROM api_usage_logs WHERE source = 'default#" + source + "'" + group;
        return ((SqlConsole.Answer.Rows) house.sql().ask(sql, 100, Duration.ofSeconds(30))).rows();
    }
}
