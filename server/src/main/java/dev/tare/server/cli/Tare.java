package dev.tare.server.cli;

import dev.tare.core.ledger.JournalDamaged;
import dev.tare.core.ledger.JournalUnavailable;
import dev.tare.core.ledger.ReadingTooLong;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.journal.JournalInUse;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code tare} and its verbs. */
@Command(
        name = "tare",
        mixinStandardHelpOptions = true,
        version = Tare.VERSION,
        description = "What every resold API call costs, what it earns, and where money is lost.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done, 1 something was found, 2 wrong usage, 3 something around Tare is"
                    + " missing.",
            "Start with `tare demo`."
        })
public final class Tare implements Runnable {
    static final String VERSION = "tare 0.1.0";

    private static final Map<String, Class<?>> VERBS = new LinkedHashMap<>();

    static {
        VERBS.put("demo", DemoCommand.class);
        VERBS.put("serve", ServeCommand.class);
        VERBS.put("init", InitCommand.class);
        VERBS.put("import", ImportCommand.class);
        VERBS.put("report", ReportCommand.class);
        VERBS.put("event", EventCommand.class);
        VERBS.put("price", PriceCommand.class);
        VERBS.put("prices", PricesCommand.class);
        VERBS.put("reprice", RepriceCommand.class);
        VERBS.put("reconcile", ReconcileCommand.class);
        VERBS.put("sql", SqlCommand.class);
        VERBS.put("quarantine", QuarantineCommand.class);
        VERBS.put("verify", VerifyCommand.class);
        VERBS.put("backup", BackupCommand.class);
        VERBS.put("restore", RestoreCommand.class);
        VERBS.put("rebuild", RebuildCommand.class);
        VERBS.put("repair", RepairCommand.class);
        VERBS.put("status", StatusCommand.class);
        VERBS.put("key", KeyCommand.class);
        VERBS.put("password", PasswordCommand.class);
    }

    @Spec private CommandSpec spec;

    /** Runs one verb and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args, utf8(System.out), utf8(System.err)));
    }

    static int run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = withVerbs(args);
        line.setOut(out).setErr(err);
        // A value that begins with @ is a value, not the name of a file with more of them.
        line.setExpandAtFiles(false);
        line.setUsageHelpWidth(100).setUsageHelpAutoWidth(false);
        line.setExecutionExceptionHandler((failure, command, parsed) -> told(failure, err));
        int code = line.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    /** Reads only what the verb asked for can do: reading all takes a good part of a start. */
    private static CommandLine withVerbs(String[] args) {
        CommandLine line = new CommandLine(new Tare());
        Class<?> asked = args.length == 0 ? null : VERBS.get(args[0]);
        if (asked != null) {
            return line.addSubcommand(asked);
        }
        VERBS.values().forEach(line::addSubcommand);
        return line;
    }

    private static PrintWriter utf8(java.io.PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** What is expected to go wrong is one sentence; anything else is our fault and says so. */
    private static int told(Exception failure, PrintWriter err) {
        return switch (failure) {
            case CommandFailed failed -> {
                err.println(failed.getMessage());
                yield failed.exitCode();
            }
            case ReadingTooLong slow -> {
                err.println(slow.getMessage());
                yield ExitCode.USAGE;
            }
            case StoreUnavailable unavailable -> environment(unavailable, err);
            case JournalUnavailable unavailable -> environment(unavailable, err);
            case JournalDamaged damaged -> environment(damaged, err);
            case JournalInUse taken -> environment(taken, err);
            case UncheckedIOException unreadable -> environment(unreadable, err);
            case java.io.IOException unreadable -> environment(unreadable, err);
            default -> {
                err.println("This is a fault of Tare; please report it with the lines below.");
                failure.printStackTrace(err);
                yield ExitCode.ENVIRONMENT;
            }
        };
    }

    private static int environment(Exception failure, PrintWriter err) {
        err.println(failure.getMessage());
        return ExitCode.ENVIRONMENT;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
