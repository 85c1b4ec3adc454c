package dev.tare.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tare import prices}: enters a price file. */
@Command(
        name = "prices",
        mixinStandardHelpOptions = true,
        description = {
            "Enters prices, plans and credit tariffs from a price file (YAML or JSON).",
            "What is entered already is left out; nothing entered is ever changed.",
            "",
            "Example:",
            "  tare import prices my-prices.yaml",
            ""
        })
final class ImportPricesCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(paramLabel = "FILE", description = "The price file.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailed(ExitCode.USAGE, "There is no file " + file + ".");
        }
        TareLink.PricesEntered entered;
        try (TareLink link = data.linkOrNew()) {
            entered = link.enterPrices(Files.readString(file));
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "New: %d rate cards, %d plans, %d credit tariffs.%n",
                        entered.rateCards(), entered.plans(), entered.tariffs());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
