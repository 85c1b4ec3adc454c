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

/** {@code tare reconcile} with the bill of the manual, on a data folder without a server. */
class ReconcileCommandTest {
    private static final Path DOCS =
            Files.isDirectory(Path.of("docs")) ? Path.of("docs") : Path.of("../docs");
    private static final Path EXAMPLES = DOCS.resolve("examples");

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

    private static String example(String name) {
        return EXAMPLES.resolve(name).toString();
    }

    private int reconcile(String... more) {
        List<String> words = new ArrayList<>(List.of("reconcile", "acme", example("bill.csv")));
        words.addAll(List.of("--mapping", example("bill.mapping.yaml")));
        words.addAll(List.of(more));
        return tare(words.toArray(String[]::new));
    }

    private JsonNode json() {
        return new JsonMapper().readTree(out);
    }

    private void record(String engine) {
        if (engine.equals("database")) {
            PostgresAddress address = PostgresDatabases.make();
            place.addAll(List.of("--db", "postgres://postgres@" + address.place()));
        }
        assertThat(tare("import", "prices", example("bill.prices.yaml"))).as(err).isZero();
        assertThat(tare("import", "usage", example("bill.usage.ndjson"))).as(err).isZero();
    }

    private String cost(String amounts) {
        assertThat(tare("report", "profit", "--range", "all", "--json", "--amounts", amounts))
                .as(err)
                .isZero();
        return json().at("/total/api_cost").asString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "database"})
    void what_differs_is_told_and_what_only_costs_more_is_booked_once(String engine) {
        record(engine);
        assertThat(cost("adjusted")).isEqualTo("2.06");

        assertThat(reconcile()).as(err).isEqualTo(ExitCode.FINDING);

        assertThat(out)
                .contains("2026-11-01 to 2026-11-03 (days in UTC; USD)")
                .contains("matched 3, price drift 1, missing 1")
                .contains("for each, the log $0.04")
                .contains("Not compared: Ignored items $20.00");

        assertThat(reconcile("--book", "--reason", "invoice 11")).isEqualTo(ExitCode.FINDING);

        assertThat(out).contains("2 events of 1 days and items; their cost changes by $0.12.");
        assertThat(cost("adjusted")).isEqualTo("2.18");
        assertThat(cost("as_charged")).isEqualTo("2.06");
        assertThat(tare("verify")).as(out).isZero();
        // 7 of 12 images, and the other 5, to the last digit.
        assertThat(
                        tare(
                                "sql",
                                "SELECT event_id, cost_change, reason FROM api_cost_adjustments"
                                        + " ORDER BY event_id"))
                .isZero();
        assertThat(out).contains("i2", "0.07", "i3", "0.05", "invoice 11");

        assertThat(reconcile("--book", "--reason", "again")).isEqualTo(ExitCode.FINDING);

        assertThat(out).contains("matched 4, missing 1").contains("Nothing was booked");
        assertThat(cost("adjusted")).isEqualTo("2.18");
    }

    @Test
    void the_manual_shows_these_files_and_what_is_printed() throws Exception {
        String manual = Files.readString(DOCS.resolve("manual/reconcile.md"));
        record("file");

        for (String name : List.of("bill.csv", "bill.mapping.yaml")) {
            assertThat(manual).contains(Files.readString(EXAMPLES.resolve(name)));
        }
        assertThat(reconcile()).isEqualTo(ExitCode.FINDING);
        assertThat(manual).contains(out.strip());
    }

    @Test
    void a_bill_that_agrees_ends_well_and_one_that_cant_be_read_whole_doesnt() throws Exception {
        record("file");
        assertThat(reconcile("--from", "2026-11-09", "--to", "2026-11-10")).isEqualTo(1);
        assertThat(out).contains("no usage in these days");
        assertThat(reconcile("--to", "2026-11-01", "--json")).as(err).isZero();
        assertThat(json().path("agrees").asBoolean()).isTrue();
        assertThat(json().path("lines_outside").asLong()).isEqualTo(4);
        assertThat(json().at("/totals/quantities/images/captured_percent").asString())
                .isEqualTo("100");

        Path broken = folder.resolve("broken.csv");
        Files.writeString(
                broken,
                Files.readString(EXAMPLES.resolve("bill.csv"))
                        + "2026-11-03,Something new,image,1,0.05,USD\n");
        Path bad = folder.resolve("bad.csv");
        Files.writeString(
                bad, Files.readString(broken) + "2026-11-03,More,image,1,0.05,USD\n".repeat(29));
        assertThat(
                        tare(
                                "reconcile",
                                "acme",
                                broken.toString(),
                                "--mapping",
                                example("bill.mapping.yaml"),
                                "--book",
                                "--reason",
                                "r"))
                .isEqualTo(ExitCode.FINDING);
        assertThat(out)
                .contains("1 line couldn't be read")
                .contains("Line 10", "\"Something new\"", "ignored")
                .contains("Nothing was booked: Lines of the bill couldn't be read");
        String mapping = example("bill.mapping.yaml");
        assertThat(tare("reconcile", "acme", bad.toString(), "--mapping", mapping)).isEqualTo(1);
        assertThat(out).contains("30 lines couldn't be read", "  … and 10 lines more\n");
    }

    @Test
    void wrong_words_are_named() {
        record("file");

        assertThat(reconcile("--book")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("reason");
        assertThat(reconcile("--tz", "Berlin")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("\"Berlin\"", "Europe/Berlin");
        assertThat(reconcile("--from", "2026-11-03", "--to", "2026-11-01"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(tare("reconcile", "acme", example("bill.csv"))).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("mapping", "ChargePeriodStart");
        assertThat(tare("reconcile", "acme", "nowhere.csv")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("nowhere.csv");
    }
}
