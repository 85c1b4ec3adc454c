package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare reprice}, on a data folder without a server. */
class RepriceCommandTest {
    private static final String EVENTS =
            """
            {"id":"a","time":"2026-11-20T10:00:00Z","user_id":"u1","provider":"azure",\
            "operation":"chat","quantities":{"input_tokens":1000000}}
            {"id":"b","time":"2026-11-21T10:00:00Z","user_id":"u2","provider":"azure",\
            "operation":"chat","quantities":{"input_tokens":2000000}}
            {"id":"c","time":"2026-11-21T11:00:00Z","user_id":"u2","provider":"azure",\
            "operation":"embed","quantities":{"input_tokens":1000000}}
            {"id":"d","time":"2026-11-21T12:00:00Z","user_id":"u2","provider":"azure",\
            "operation":"chat","quantities":{"input_tokens":1},"cost":"9.00"}
            """;

    @TempDir Path folder;
    private final List<String> place = new ArrayList<>();
    private String out = "";
    private String err = "";

    private int tare(String... words) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        all.addAll(place);
        int code =
                Tare.run(
                        all.toArray(String[]::new),
                        new PrintWriter(printed),
                        new PrintWriter(complained));
        out = printed.toString();
        err = complained.toString();
        return code;
    }

    private int reprice(String... more) {
        List<String> words = new ArrayList<>(List.of("reprice", "--from", "2026-11-20"));
        words.addAll(List.of("--to", "2026-11-21"));
        words.addAll(List.of(more));
        return tare(words.toArray(String[]::new));
    }

    private void enter(String id, String operation, String from, String usd) throws Exception {
        String prices =
                """
                source: "a test"
                rate_cards:
                  - id: %s
                    provider: azure
                    operation: %s
                    from: %s
                    rates:
                      input_tokens: { usd: "%s", per: 1000000 }
                """
                        .formatted(id, operation, from, usd);
        Path file = Files.writeString(folder.resolve(id + ".yaml"), prices);
        assertThat(tare("import", "prices", file.toString())).as(err).isZero();
    }

    private void usageAndLatePrices() throws Exception {
        enter("chat-1", "chat", "2023-01-01", "2.50");
        Path file = Files.writeString(folder.resolve("e.ndjson"), EVENTS);
        assertThat(tare("import", "usage", file.toString())).as(err).isZero();
        enter("chat-2", "chat", "2026-11-21", "3.00");
        enter("embed-1", "embed", "2026-11-01", "0.10");
    }

    private String cost(String amounts) {
        assertThat(tare("report", "profit", "--range", "all", "--json", "--amounts", amounts))
                .as(err)
                .isZero();
        JsonNode total = new JsonMapper().readTree(out).path("total");
        return total.path("api_cost").asString() + " " + total.path("cost_adjustment").asString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "database"})
    void a_dry_run_shows_what_is_booked_by_apply_once(String engine) throws Exception {
        if (engine.equals("database")) {
            PostgresAddress address = PostgresDatabases.make();
            place.addAll(List.of("--db", "postgres://postgres@" + address.place()));
        }
        usageAndLatePrices();
        assertThat(cost("adjusted")).isEqualTo("16.50 0.00");

        assertThat(reprice()).as(err).isZero();

        // b: 5.00 → 6.00, c: nothing → 0.10; a keeps the price of its day, d what was told.
        assertThat(out)
                .contains("dry run, nothing is booked")
                .contains("4 events looked at, 2 change; 1 of them had no cost before, 0 have none")
                .contains("Cost of these, unknown counted as nothing: $5.00 → $6.10 (+$1.10)")
                .containsPattern("2026-11-21 +2 +\\$5.00 +\\$6.10 +\\+\\$1.10")
                .containsPattern("embed +1 +\\$0.00 +\\$0.10 +\\+\\$0.10")
                .containsPattern("u2 +2 ")
                .contains("--apply");
        assertThat(cost("adjusted")).isEqualTo("16.50 0.00");

        assertThat(reprice("--apply", "--reason", "late list")).as(err).isZero();

        assertThat(out)
                .contains("Booked as reprice-")
                .contains("2 change; 1 of them had no cost before, 0 have none now.")
                .contains("Cost of these, unknown counted as nothing: $5.00 → $6.10 (+$1.10)")
                .containsPattern("2026-11-21 +2 +\\$5.00 +\\$6.10 +\\+\\$1.10");
        assertThat(cost("adjusted")).isEqualTo("17.60 1.10");
        assertThat(cost("as_charged")).isEqualTo("16.50 0.00");
        assertThat(tare("verify")).as(out).isZero();
        assertThat(reprice("--apply", "--json")).as(err).isZero();
        assertThat(new JsonMapper().readTree(out).at("/booked/total/events").asLong()).isZero();
        assertThat(cost("adjusted")).isEqualTo("17.60 1.10");
        assertThat(tare("sql", "SELECT DISTINCT reason FROM api_cost_adjustments")).isZero();
        assertThat(out).contains("late list");
    }

    @Test
    void made_anew_from_the_journal_the_ledger_has_the_same_corrections() throws Exception {
        usageAndLatePrices();
        assertThat(reprice("--apply")).as(err).isZero();
        String all = "SELECT * FROM api_cost_adjustments ORDER BY number";
        assertThat(tare("sql", all)).isZero();
        String booked = out;
        assertThat(booked).contains("embed-1", "chat-2");

        assertThat(tare("rebuild", "--from-start")).as(err + out).isZero();

        assertThat(tare("sql", all)).isZero();
        assertThat(out).isEqualTo(booked);
    }

    @Test
    void only_what_is_asked_for_changes() throws Exception {
        usageAndLatePrices();

        assertThat(reprice("--operation", "embed", "--json")).as(err).isZero();
        JsonNode answer = new JsonMapper().readTree(out);
        assertThat(answer.path("events_looked_at").asLong()).isEqualTo(1);
        assertThat(answer.at("/total/cost_change").asString()).isEqualTo("0.10");
        assertThat(answer.at("/total/newly_priced").asLong()).isEqualTo(1);
        assertThat(reprice("--model", "gpt-4o")).isZero();
        assertThat(out).contains("0 events looked at").doesNotContain("--apply");
    }

    @Test
    void wrong_words_are_named() throws Exception {
        usageAndLatePrices();

        assertThat(tare("reprice", "--from", "2026-11-01")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("--to");
        assertThat(tare("reprice", "--from", "yesterday", "--to", "2026-11-02"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("from", "yesterday", "2026-11-23");
        assertThat(tare("reprice", "--from", "2026-11-02", "--to", "2026-11-01"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(reprice("--reason", "r".repeat(201))).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("reason", "200");
    }
}
