package dev.tare.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare reconcile}: a provider's bill against the log. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = {
            "Compares a provider's bill or usage export with the log, by day and item: what is"
                    + " missing on either side, counted twice, or charged at another price.",
            "FOCUS exports are read as they are; any other CSV by a mapping, see"
                    + " docs/manual/reconcile.md. It ends with 1 where something differs by more"
                    + " than rounding.",
            "With --book, amounts that differ at equal quantities are booked as corrections.",
            "",
            "Examples:",
            "  tare reconcile openai focus-2026-11.csv",
            "  tare reconcile openai costs.csv --mapping costs.mapping.yaml --tz UTC",
            "  tare reconcile openai costs.csv --mapping costs.mapping.yaml --book"
                    + " --reason 'invoice of November'",
            ""
        })
final class ReconcileCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(
            index = "0",
            paramLabel = "PROVIDER",
            description = "Whose bill it is, as events name it.")
    private String provider;

    @Parameters(index = "1", paramLabel = "FILE", description = "The bill: CSV, or packed by gzip.")
    private Path file;

    @Option(names = "--mapping", paramLabel = "FILE", description = "A mapping file (YAML).")
    private @Nullable Path mapping;

    @Option(
            names = "--tz",
            paramLabel = "ZONE",
            description = "Zone of the bill's days (default: the mapping's, else UTC).")
    private @Nullable String zone;

    @Option(names = "--from", paramLabel = "DAY", description = "First day (default: the bill's).")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DAY", description = "Last day (default: the bill's).")
    private @Nullable String to;

    @Option(
            names = "--book",
            description = "Book what the bill says where quantities agree; needs --reason.")
    private boolean book;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for what is booked.")
    private @Nullable String reason;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        exists(file);
        String text = null;
        if (mapping != null) {
            exists(mapping);
            text = Files.readString(mapping);
        }
        PrintWriter out = spec.commandLine().getOut();
        JsonNode answer;
        try (TareLink link = data.link()) {
            String told = link.reconcile(provider, new BillToSend(file, text), wish());
            answer = JSON.readTree(told);
            if (answer.at("/booking/events").asLong(0) > 0) {
                link.awaitRecorded();
            }
            out.print(json ? told + System.lineSeparator() : ReconcileText.of(answer));
        }
        out.flush();
        // Where nothing was compared nothing agrees.
        boolean agrees =
                answer.path("agrees").asBoolean(false)
                        && answer.path("lines_compared").asLong(0) > 0;
        return agrees ? ExitCode.OK : ExitCode.FINDING;
    }

    private static void exists(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new CommandFailed(ExitCode.USAGE, "There is no file " + path + ".");
        }
    }

    private Map<String, String> wish() {
        Map<String, String> wish = new TreeMap<>(Map.of("book", String.valueOf(book)));
        put(wish, "tz", zone);
        put(wish, "from", from);
        put(wish, "to", to);
        put(wish, "reason", reason);
        return wish;
    }

    private static void put(Map<String, String> wish, String name, @Nullable String value) {
        if (value != null) {
            wish.put(name, value);
        }
    }
}
