package dev.tare.server.cli;

import dev.tare.core.pricing.RateCard;
import dev.tare.server.pricelist.Catalogue;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tare prices catalogue}: the price files that come with Tare. */
@Command(
        name = "catalogue",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the price files that come with Tare, or prints one of them.",
            "tare import prices --catalogue NAME enters one.",
            "",
            "Examples:",
            "  tare prices catalogue",
            "  tare prices catalogue mistral",
            ""
        })
final class PricesCatalogueCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The file to print.")
    private @Nullable String name;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (name != null) {
            out.print(text(name));
        } else {
            TextTable table = new TextTable(List.of("Name", "Prices", "Such as")).right(1);
            for (String file : Catalogue.names()) {
                List<RateCard> cards = Catalogue.cards(file);
                table.row(List.of(file, String.valueOf(cards.size()), named(cards.getFirst())));
            }
            out.print(table);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static String named(RateCard card) {
        String what = card.model().equals(RateCard.ANY) ? card.operation() : card.model();
        return card.provider() + " " + what;
    }

    /** The file of that name. */
    static String text(String name) {
        String text = Catalogue.text(name);
        if (text == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "The catalogue has no \""
                            + name
                            + "\"; it has "
                            + String.join(", ", Catalogue.names())
                            + ".");
        }
        return text;
    }
}
