package dev.tare.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tare prices}: the price book as a price file, and what is wrong with it. */
@Command(
        name = "prices",
        mixinStandardHelpOptions = true,
        description = {
            "Prints every price, plan and credit tariff entered so far, as a price file.",
            "Its verbs tell what is missing in it, where its sources differ, and where costs"
                    + " that senders told differ from it.",
            "",
            "Examples:",
            "  tare prices > my-prices.yaml",
            "  tare prices missing",
            "  tare prices compare",
            "  tare prices told",
            ""
        },
        subcommands = {
            PricesMissingCommand.class,
            PricesToldCommand.class,
            PricesCompareCommand.class,
            PricesCopyCommand.class,
            PricesCatalogueCommand.class,
        })
final class PricesCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Override
    public Integer call() {
        try (TareLink link = data.link()) {
            spec.commandLine().getOut().print(link.prices());
        }
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
