package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.money.Amounts;
import dev.tare.core.pricing.Books;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.Sums;
import dev.tare.core.rollup.Totals;
import dev.tare.server.security.CliToken;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResourcesTest {
    private static final String PRICES =
            """
            source: "https://example.com/pricing, read 2026-03-09"
            rate_cards:
              - id: card-1
                provider: openai
                operation: generate
                from: 2024-10-02
                rates:
                  images: "%s"
            """;

    @TempDir static Path folder;
    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer(folder);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.parts.journal.records.clear();
        server.parts.sums.rows.clear();
        server.parts.books = Books.EMPTY;
    }

    private static BigDecimal usd(String text) {
        return Amounts.rounded(new BigDecimal(text));
    }

    private void given(String provider, String cost, String revenue) {
        BigDecimal nil = BigDecimal.ZERO;
        BigDecimal profit = usd(revenue).subtract(usd(cost));
        Sums sums =
                new Sums(
                        3,
                        2,
                        1,
                        0,
                        0,
                        1,
                        usd(cost),
                        usd(revenue),
                        profit,
                        nil,
                        nil,
                        nil,
                        nil,
                        nil,
                        nil,
                        usd("3"),
                        0,
                        0);
        server.parts.sums.rows.add(
                new UsageSums.SumRow(
                        List.of(provider),
                        new Totals(sums, new TreeMap<>(Map.of("images", new BigDecimal("3.0"))))));
    }

    private HttpResponse<String> get(String path) {
        return server.send(server.admin(path).GET());
    }

    private HttpResponse<String> post(String path, String type, String body) {
        return server.send(
                server.admin(path)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void the_profit_report_says_what_was_asked_and_what_stands_outside() {
        given("openai", "1.5", "4");
        HttpResponse<String> answer =
                get("/v1/reports/profit?group_by=provider&range=7d&tz=Asia/Kathmandu&plan=free");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode report = json(answer);
        assertThat(report.get("revenue_basis").stringValue()).isEqualTo("credit_value");
        assertThat(report.at("/query/time_zone").stringValue()).isEqualTo("Asia/Kathmandu");
        assertThat(report.at("/query/from").stringValue()).isEqualTo("2026-11-16T18:15:00Z");
        assertThat(report.at("/query/filters/plan/0").stringValue()).isEqualTo("free");
        assertThat(report.at("/rows/0/provider").stringValue()).isEqualTo("openai");
        assertThat(report.at("/rows/0/api_cost").stringValue()).isEqualTo("1.50");
        assertThat(report.at("/rows/0/requests").isInt()).isTrue();
        assertThat(report.at("/rows/0/quantities/images").stringValue()).isEqualTo("3");
        assertThat(report.at("/total/gross_profit").stringValue()).isEqualTo("2.50");
        assertThat(report.at("/notes/0/code").stringValue()).isEqualTo("unpriced");
        assertThat(report.at("/notes/1/code").stringValue()).isEqualTo("estimated");
        assertThat(Objects.requireNonNull(server.parts.sums.asked).filters())
                .isEqualTo(Map.of(Dimension.PLAN, Set.of("free")));
    }

    @Test
    void quantities_that_are_not_asked_for_are_absent_not_0() {
        given("openai", "1.5", "4");
        JsonNode report = json(get("/v1/reports/profit?group_by=provider&quantities=false"));

        assertThat(Objects.requireNonNull(server.parts.sums.asked).quantities()).isFalse();
        assertThat(report.at("/query/quantities").booleanValue()).isFalse();
        assertThat(report.at("/rows/0/api_cost").stringValue()).isEqualTo("1.50");
        assertThat(report.has("units")).isFalse();
        assertThat(report.at("/rows/0").has("quantities")).isFalse();
        assertThat(report.at("/total").has("quantities")).isFalse();

        String csv = "/v1/reports/profit?group_by=provider&format=csv";
        assertThat(get(csv).body()).contains("processing_time_ms,quantities.images\r\n");
        assertThat(get(csv + "&quantities=false").body()).contains("processing_time_ms\r\n");
        assertThat(json(get("/v1/reports/profit?quantities=true")).at("/query").has("quantities"))
                .as("answers to those who say nothing are what they were")
                .isFalse();
    }

    @Test
    void html_in_a_name_stays_text_and_a_formula_stays_harmless_in_csv() {
        given("<script>alert(1)</script>", "1", "2");
        given("=HYPERLINK(\"http://evil\")", "9", "2");

        HttpResponse<String> json = get("/v1/reports/profit?group_by=provider");
        assertThat(json.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(json(json).at("/rows/0/provider").stringValue())
                .isEqualTo("<script>alert(1)</script>");

        HttpResponse<String> csv = get("/v1/reports/profit?group_by=provider&format=csv");
        assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(csv.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment; filename=\"tare-profit-");
        assertThat(csv.body())
                .contains("\r\n<script>alert(1)</script>,3,")
                .contains("\r\n\"'=HYPERLINK(\"\"http://evil\"\")\",3,9.00,2.00,-7.00,");
    }

    @Test
    void a_parameter_that_cant_be_understood_is_named() {
        for (String[] asked :
                new String[][] {
                    {"tz=Mars/Base", "tz", "unknown_time_zone"},
                    {"group_by=colour", "group_by", "unknown_dimension"},
                    {"formt=csv", "formt", "unknown_parameter"},
                    {"format=pdf", "format", "unknown_format"},
                    {"from=2026-13-01", "from", "invalid_date"},
                    {"quantities=none", "quantities", "unknown_quantities"},
                }) {
            HttpResponse<String> answer = get("/v1/reports/profit?" + asked[0]);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(json(answer).get("field").stringValue()).isEqualTo(asked[1]);
            assertThat(json(answer).get("code").stringValue()).isEqualTo(asked[2]);
        }
    }

    @Test
    void sql_is_asked_with_a_query_and_answers_rows_or_a_named_refusal() {
        HttpResponse<String> rows = post("/v1/sql", "application/json", "{\"query\":\"SELECT 1\"}");
        assertThat(rows.body())
                .isEqualTo("{\"columns\":[\"one\"],\"rows\":[[\"1\"]],\"truncated\":false}");

        for (String[] asked :
                new String[][] {
                    {"{\"query\":\"DROP TABLE x\"}", "read_only"},
                    {"{\"querry\":\"SELECT 1\"}", "unknown_field"},
                    {"{\"query\":1}", "invalid_type"},
                    {"{\"query\":", "malformed_json"},
                    {"", "missing_field"},
                    {"[]", "invalid_type"}
                }) {
            HttpResponse<String> refused = post("/v1/sql", "application/json", asked[0]);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(json(refused).get("code").stringValue()).isEqualTo(asked[1]);
        }
    }

    @Test
    void prices_enter_once_and_a_known_id_with_another_price_is_refused() {
        HttpResponse<String> first =
                post("/v1/prices", "application/yaml", PRICES.formatted("0.04"));
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.body()).isEqualTo("{\"rate_cards\":1,\"plans\":0,\"tariffs\":0}");
        assertThat(server.parts.journal.records).hasSize(1);

        HttpResponse<String> again =
                post("/v1/prices", "application/yaml", PRICES.formatted("0.04"));
        assertThat(again.body()).isEqualTo("{\"rate_cards\":0,\"plans\":0,\"tariffs\":0}");
        assertThat(server.parts.journal.records).hasSize(1);

        HttpResponse<String> other =
                post("/v1/prices", "application/yaml", PRICES.formatted("0.05"));
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(json(other).get("code").stringValue()).isEqualTo("rate_card_id_taken");
        assertThat(json(other).get("field").stringValue()).isEqualTo("rate_cards[0].id");
        assertThat(server.parts.journal.records).hasSize(1);

        JournalRecord.Prices entered =
                (JournalRecord.Prices) server.parts.journal.records.getFirst();
        server.parts.books = Books.EMPTY.with(entered.change());
        assertThat(get("/v1/prices").body()).contains("card-1", "0.04");
    }

    @Test
    void a_broken_price_file_is_refused_with_all_its_faults() {
        HttpResponse<String> answer =
                post("/v1/prices", "application/yaml", "rate_cards:\n  - id: x\n    colour: red\n");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("problems").size()).isGreaterThan(1);
        assertThat(server.parts.journal.records).isEmpty();
    }

    @Test
    void status_verify_health_and_metrics_answer() {
        JsonNode status = json(get("/v1/status"));
        assertThat(status.get("version").stringValue()).isEqualTo("0.1.0-test");
        assertThat(status.get("demo").booleanValue()).isFalse();
        assertThat(status.get("rows_held_back").stringValue()).isEqualTo("old events come");
        assertThat(status.get("corrections_unmatched").longValue()).isEqualTo(3);
        assertThat(status.get("bytes_behind").intValue()).isZero();
        assertThat(status.get("trouble").isNull()).isTrue();

        JsonNode verified = json(post("/v1/verify", "application/json", ""));
        assertThat(verified.get("passed").booleanValue()).isTrue();
        assertThat(verified.at("/checks/0/looked").intValue()).isEqualTo(3);

        server.usage("application/json", "[]");
        assertThat(get("/metrics").body()).contains("tare_usage_events_accepted_total");
        assertThat(server.send(server.to("/healthz").GET()).body()).isEqualTo("ok\n");
        assertThat(server.send(server.to("/readyz").GET()).body()).isEqualTo("ready\n");
    }

    @Test
    void a_backup_goes_into_its_folder_and_only_the_command_line_names_another_place() {
        HttpResponse<String> plain = post("/v1/backup", "application/json", "");
        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(Path.of(json(plain).get("file").stringValue()))
                .hasParent(folder.resolve("backups"))
                .exists();

        Path place = folder.resolve("copy.duckdb");
        String body = "{\"path\":\"" + place + "\"}";
        assertThat(post("/v1/backup", "application/json", body).statusCode()).isEqualTo(403);
        assertThat(place).doesNotExist();

        String token = Objects.requireNonNull(CliToken.read(server.parts.cliToken));
        HttpResponse<String> named =
                server.send(
                        server.to("/v1/backup")
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body)));
        assertThat(named.statusCode()).isEqualTo(200);
        assertThat(place).exists();
    }
}
