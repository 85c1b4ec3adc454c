package dev.tare.server.cli;

import dev.tare.core.event.Rejection;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.NewPrice;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceChange;
import dev.tare.server.pricelist.Catalogue;
import dev.tare.server.pricelist.ListRead;
import dev.tare.server.pricelist.PriceDifferences;
import dev.tare.server.wire.Figures;
import dev.tare.server.wire.PriceFile;
import dev.tare.server.wire.TextTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tare import prices}: enters a price file, or another's price list. */
@Command(
        name = "prices",
        mixinStandardHelpOptions = true,
        description = {
            "Enters prices, plans and credit tariffs from a price file (YAML or JSON), or the",
            "prices of a public list: LiteLLM's map (model_prices_and_context_window.json) or",
            "Langfuse's list (default-model-prices.json); the file itself tells which it is.",
            "What is entered already is left out; nothing entered is ever changed.",
            "",
            "Says what changes, each rate and rule old -> new, the first 20 of each.",
            "Of a list only prices that differ from what it said before are entered, in force",
            "from --from on. Prices of your own, and negotiated ones, win over them.",
            "",
            "Examples:",
            "  tare import prices my-prices.yaml",
            "  tare import prices model_prices.json --from 2026-03-09 --dry-run",
            "  tare import prices --catalogue openai",
            ""
        })
final class ImportPricesCommand implements Callable<Integer> {
    private static final String ALL = "*";

    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The price file or list.")
    private @Nullable Path file;

    @Option(
            names = "--catalogue",
            paramLabel = "NAME",
            arity = "0..1",
            fallbackValue = ALL,
            description = "A file of the catalogue that comes with Tare (default: all of it).")
    private @Nullable String catalogue;

    @Option(
            names = "--from",
            paramLabel = "DATE",
            description = "Of a list: the day (UTC) from which its prices hold.")
    private @Nullable String from;

    @Option(
            names = "--source",
            paramLabel = "TEXT",
            description = "Of a list: where it was read (default: the file's name).")
    private @Nullable String source;

    @Option(names = "--dry-run", description = "Shows what would change; enters nothing.")
    private boolean dryRun;

    @Option(
            names = "--all",
            description =
                    "Shows all that changes and all that is left out, not the first 20; of a list"
                            + " what is new, too.")
    private boolean all;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (catalogue != null) {
            for (String name : catalogue.equals(ALL) ? Catalogue.names() : List.of(catalogue)) {
                out.print(name + ": ");
                enter(PricesCatalogueCommand.text(name), out);
            }
            return ExitCode.OK;
        }
        if (file == null || !Files.isRegularFile(file)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    file == null
                            ? "Name a price file or list, or --catalogue for the prices that come"
                                    + " with Tare."
                            : "There is no file " + file + ".");
        }
        String text = Files.readString(file);
        TextTree list = list(text);
        if (list != null) {
            importList(list, file.getFileName(), out);
        } else {
            enter(text, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private void enter(String text, PrintWriter out) {
        try (TareLink link = data.linkOrNew()) {
            if (dryRun) {
                look(PriceFiles.read(text), Books.EMPTY.with(PriceFiles.read(link.prices())), out);
            } else {
                told(out, link.enterPrices(text));
            }
        }
    }

    /** What entering would do, refusals included. */
    private void look(PriceChange change, Books books, PrintWriter out) {
        List<String> taken = books.takenIds(change);
        if (!taken.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "Rate card "
                            + Rejection.shown(taken.getFirst())
                            + " is known with another content, and no price is ever changed; give"
                            + " the new price a new id. Nothing was entered.");
        }
        PriceChange news = books.newIn(change);
        out.printf(
                "The file has %s (%,d new), %s (%,d new), %s (%,d new); nothing was entered.%n",
                Figures.counted(change.rateCards().size(), "rate card"),
                news.rateCards().size(),
                Figures.counted(change.plans().size(), "plan"),
                news.plans().size(),
                Figures.counted(change.tariffs().size(), "credit tariff"),
                news.tariffs().size());
        new PriceDiffText(out, all).news(NewPrice.of(books.prices(), news.rateCards()));
    }

    private static @Nullable TextTree list(String text) {
        try {
            String begin = text.stripLeading();
            boolean json = begin.startsWith("{") || begin.startsWith("[");
            TextTree document = json ? TextTree.read(text) : null;
            return document != null && ListRead.knows(document) ? document : null;
        } catch (TextTree.Unreadable unreadable) {
            return null;
        }
    }

    private static void told(PrintWriter out, TareLink.PricesEntered entered) {
        out.printf(
                "New: %s, %s, %s.%n",
                Figures.counted(entered.rateCards(), "rate card"),
                Figures.counted(entered.plans(), "plan"),
                Figures.counted(entered.tariffs(), "credit tariff"));
    }

    private void importList(TextTree list, @Nullable Path name, PrintWriter out) {
        Instant since = since();
        String told = source == null ? name + ", from " + from : source;
        ListRead read = Objects.requireNonNull(ListRead.of(list, since, told));
        try (TareLink link = data.linkOrNew()) {
            PriceBook book = new PriceBook(PriceFiles.read(link.prices()).rateCards());
            PriceDifferences differences = PriceDifferences.of(read.cards(), book);
            new PriceDiffText(out, all).list(read, differences);
            if (dryRun) {
                out.println("Nothing was entered (--dry-run).");
                return;
            }
            told(
                    out,
                    link.enterPrices(
                            PriceFile.write(
                                    new PriceChange(differences.news(), List.of(), List.of()))));
        }
    }

    private Instant since() {
        if (from == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "A price list needs --from: the day from which its prices hold, such as"
                            + " --from 2026-03-09.");
        }
        try {
            return LocalDate.parse(from).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException unreadable) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--from can't be "
                            + Rejection.shown(from)
                            + "; write the day from which the prices hold, such as 2026-03-09."
                            + " The file itself tells whose list it is.");
        }
    }
}
