package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.postgres.ForeignTables;
import dev.tare.server.postgres.PostgresAddress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line on a folder of its own, with the prices of an image editor. */
final class HistoryShell {
    /** How the figures of a group begin that corrections emptied. */
    static final String NO_CALLS = "0 calls";

    private final Path folder;
    private String out = "";
    private String err = "";

    HistoryShell(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    String out() {
        return out;
    }

    String err() {
        return err;
    }

    int tare(String... args) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        int code =
                Tare.run(
                        with(args, "--data", data().toString()),
                        new PrintWriter(printed),
                        new PrintWriter(complained));
        out = printed.toString();
        err = complained.toString();
        return code;
    }

    static String[] with(String[] args, String... more) {
        return Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
    }

    HistoryShell enterPrices() throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), EditorPrices.FILE);
        assertThat(tare("import", "prices", file.toString())).as(() -> err).isZero();
        return this;
    }

    /** Imports by the shipped mapping; later options win. */
    int imported(PostgresAddress from, String... more) {
        String[] fixed = {
            "import", "history", "--from", EditorShape.url(from), "--mapping", "image-editor"
        };
        return tare(with(fixed, more));
    }

    int importedBy(PostgresAddress from, String mapping, String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("m.yaml"), mapping);
        String[] fixed = {
            "import", "history", "--from", EditorShape.url(from), "--mapping", file.toString()
        };
        return tare(with(fixed, more));
    }

    /** What the line with that label says. */
    @Nullable String figure(String label) {
        return out.lines()
                .filter(line -> line.startsWith(label + " "))
                .map(line -> line.substring(label.length()).strip())
                .findFirst()
                .orElse(null);
    }

    /** The ledger's figures by a dimension. */
    Map<String, String> ledger(String dimension, String... more) {
        String[] report = {"report", "profit", "--by", dimension, "--range", "all", "--json"};
        assertThat(tare(with(report, more))).as(() -> err).isZero();
        Map<String, String> figures = new TreeMap<>();
        for (JsonNode row : new JsonMapper().readTree(out).path("rows")) {
            figures.put(
                    row.path(dimension).asString(),
                    figures(
                            row.path("requests").asString(),
                            amount(row, "api_cost"),
                            amount(row, "revenue"),
                            amount(row, "gross_profit")));
        }
        return figures;
    }

    private static String amount(JsonNode row, String metric) {
        return row.path(metric).isNull() ? "0" : row.path(metric).asString();
    }

    /** What the source's own tables say, asked in SQL. */
    static Map<String, String> expected(PostgresAddress from, String group) throws Exception {
        Map<String, String> figures = new TreeMap<>();
        try (Connection connection = new ForeignTables(from).open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(EditorPrices.expected(group))) {
            while (row.next()) {
                figures.put(
                        row.getString("name"),
                        figures(
                                row.getString("calls"),
                                row.getString("cost"),
                                row.getString("revenue"),
                                row.getString("profit")));
            }
        }
        return figures;
    }

    private static String figures(String calls, String cost, String revenue, String profit) {
        return "%s calls, cost %s, revenue %s, profit %s"
                .formatted(calls, plain(cost), plain(revenue), plain(profit));
    }

    private static String plain(String number) {
        BigDecimal exact = new BigDecimal(number).stripTrailingZeros();
        return exact.signum() == 0 ? "0" : exact.toPlainString();
    }
}
