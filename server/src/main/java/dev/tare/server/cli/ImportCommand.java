package dev.tare.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tare import …}: brings in what lies elsewhere. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Brings in usage (CSV, NDJSON), past usage from your own tables, or prices.",
        subcommands = {
            ImportUsageCommand.class,
            ImportHistoryCommand.class,
            ImportPricesCommand.class
        })
final class ImportCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Import what? usage, history or prices.");
    }
}
