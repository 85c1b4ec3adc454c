package dev.tare.server.cli;

import dev.tare.server.wire.RepriceRequest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare reprice}: recorded events at the prices entered since. */
@Command(
        name = "reprice",
        mixinStandardHelpOptions = true,
        description = {
            "Prices recorded events anew, by the price book as it is now, each at its own time.",
            "Without --apply it is a dry run: it shows what would change, and books nothing.",
            "What changes is booked beside the events as corrections; the events stay as they"
                    + " were charged. Costs that senders told stay.",
            "",
            "Examples:",
            "  tare reprice --from 2026-11-01 --to 2026-11-30",
            "  tare reprice --from 2026-11-01 --to 2026-11-30 --provider openai --model gpt-4o",
            "  tare reprice --from 2026-11-01 --to 2026-11-30 --reason 'new contract' --apply",
            "  tare reprice --month 2026-10",
            ""
        })
final class RepriceCommand implements Callable<Integer> {
    private static final long FIRST_PAUSE_MS = 20;
    private static final long PAUSE_MS_MAX = 1_000;
    private static final Duration TROUBLE_MAX = Duration.ofMinutes(1);

    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(names = "--from", paramLabel = "DATE", description = "First day, or an instant.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "DATE",
            description = "Last day (through its end), or an instant (exclusive).")
    private @Nullable String to;

    @Option(
            names = "--month",
            paramLabel = "MONTH",
            description =
                    "In place of --from and --to: settle a month, such as 2026-10, where providers"
                            + " charge it as a whole, and nothing else. A server does so by itself"
                            + " from the third day after.")
    private @Nullable String month;

    @Option(names = "--provider", paramLabel = "NAME", description = "Only this provider.")
    private @Nullable String provider;

    @Option(names = "--operation", paramLabel = "NAME", description = "Only this operation.")
    private @Nullable String operation;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Only this model; (none): events that name none.")
    private @Nullable String model;

    @Option(
            names = "--credit-values",
            description =
                    "Value the credits anew too, by the plans and tariffs entered since; credits"
                            + " that were sent stay.")
    private boolean creditValues;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, for the corrections booked (default: priced anew).")
    private @Nullable String reason;

    @Option(names = "--apply", description = "Book what changes.")
    private boolean apply;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (TareLink link = data.link()) {
            String answer = link.reprice(wish(), !apply);
            if (apply) {
                String batch = JSON.readTree(answer).path("batch").asString("");
                answer = booked(link, batch);
            }
            if (json) {
                out.println(answer);
            } else {
                out.print(RepriceText.of(JSON.readTree(answer)));
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private static final JsonMapper JSON = new JsonMapper();

    private Map<String, String> wish() {
        if (month == null && (from == null || to == null)) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required options: --from and --to, or --month.");
        }
        Map<String, String> wish = new TreeMap<>();
        put(wish, "from", from);
        put(wish, "to", to);
        put(wish, RepriceRequest.MONTH, month);
        put(wish, "provider", provider);
        put(wish, "operation", operation);
        put(wish, "model", model);
        put(wish, "reason", reason);
        wish.put(RepriceRequest.CREDIT_VALUES, String.valueOf(creditValues));
        return wish;
    }

    private static void put(Map<String, String> wish, String name, @Nullable String value) {
        if (value != null) {
            wish.put(name, value);
        }
    }

    /** Waits as long as it takes, unless something keeps the ledger from being written. */
    private static String booked(TareLink link, String batch) {
        long pause = FIRST_PAUSE_MS;
        long since = System.nanoTime();
        try (ImportBar bar = new ImportBar("reprice", " events", 1)) {
            while (true) {
                String answer = link.repriced(batch);
                JsonNode state = JSON.readTree(answer);
                if (state.path("state").asString("").equals("booked")) {
                    return answer;
                }
                JsonNode way = state.path("progress");
                if (way.isObject()) {
                    long done = way.path("events_done").asLong();
                    bar.at(done, way.path("events").asLong(), done);
                }
                since = way.isObject() ? System.nanoTime() : heldUpSince(link, batch, since);
                sleep(pause);
                pause = Math.min(2 * pause, PAUSE_MS_MAX);
            }
        }
    }

    /** Trouble that lasts is told; what passes, such as a ledger being opened, isn't. */
    private static long heldUpSince(TareLink link, String batch, long since) {
        String trouble = link.flow().trouble();
        if (trouble == null) {
            return System.nanoTime();
        }
        if (System.nanoTime() - since > TROUBLE_MAX.toNanos()) {
            throw new CommandFailed(
                    ExitCode.ENVIRONMENT,
                    "It is safe in the journal as "
                            + batch
                            + " and will be booked once the ledger can be written again; don't"
                            + " start it anew. What keeps the ledger: "
                            + trouble);
        }
        return since;
    }

    private static void sleep(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.ENVIRONMENT, "Interrupted.");
        }
    }
}
