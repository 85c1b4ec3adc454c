package dev.tare.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tare import …}: brings files in. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Brings files in: usage (CSV, NDJSON) or prices (YAML, JSON).",
        subcommands = {ImportUsageCommand.class, ImportPricesCommand.class})
final class ImportCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Import what? usage or prices.");
    }
}
