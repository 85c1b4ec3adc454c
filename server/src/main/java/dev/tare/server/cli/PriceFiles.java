package dev.tare.server.cli;

import dev.tare.core.pricing.PriceChange;
import dev.tare.server.wire.PriceFile;
import java.util.stream.Collectors;

/** Reads a price file for a verb: all its problems at once, or its prices. */
final class PriceFiles {
    private PriceFiles() {}

    static PriceChange read(String yamlOrJson) {
        return switch (PriceFile.parse(yamlOrJson)) {
            case PriceFile.Prices prices -> prices.change();
            case PriceFile.Bad bad ->
                    throw new CommandFailed(
                            ExitCode.USAGE,
                            "Nothing was entered; the file has these problems:\n"
                                    + bad.problems().stream()
                                            .map(p -> "  " + p.path() + ": " + p.message())
                                            .collect(Collectors.joining("\n")));
        };
    }
}
