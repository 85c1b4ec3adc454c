package dev.tare.server.cli;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.pricing.PriceChange;
import dev.tare.server.wiring.House;
import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.ServerAddress;
import dev.tare.server.wiring.ShippedPrices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which data folder a verb works on, and the way to it. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder (default: $TARE_DATA, else ./data).")
    private @Nullable Path data;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description =
                    "Workspace time zone, an IANA name: days of the summaries are cut in it"
                            + " (default: $TARE_ZONE, else UTC).")
    private @Nullable String zone;

    /** The folder's settings; {@code otherwise} where neither option nor environment says. */
    HouseSettings settings(String otherwise) {
        String fromEnvironment = System.getenv().getOrDefault("TARE_DATA", otherwise);
        Path folder = data == null ? Path.of(fromEnvironment) : data;
        return new HouseSettings(folder.toAbsolutePath().normalize(), zone());
    }

    HouseSettings settings() {
        return settings("data");
    }

    private ZoneId zone() {
        String name = zone == null ? System.getenv().getOrDefault("TARE_ZONE", "UTC") : zone;
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "Time zone \""
                            + name
                            + "\" is unknown; give an IANA name such as"
                            + " Europe/Berlin.");
        }
    }

    /** The running server on the folder, else the folder itself, which must exist. */
    TareLink link() {
        HouseSettings settings = settings();
        ServerAddress server = ServerAddress.read(settings.address());
        if (server != null) {
            return new RemoteLink(server.address(), settings.cliToken());
        }
        if (!Files.isDirectory(settings.journal())) {
            throw new CommandFailed(
                    ExitCode.ENVIRONMENT,
                    "There is no data in "
                            + settings.data()
                            + " yet. Start with `tare serve`,"
                            + " or name another folder with --data.");
        }
        return new LocalLink(open(settings));
    }

    /** As {@link #link}, but makes the folder where there is none. */
    TareLink linkOrNew() {
        HouseSettings settings = settings();
        ServerAddress server = ServerAddress.read(settings.address());
        return server == null
                ? new LocalLink(open(settings))
                : new RemoteLink(server.address(), settings.cliToken());
    }

    private static House open(HouseSettings settings) {
        Supplier<PriceChange> prices = ShippedPrices::read;
        try {
            return House.open(settings, Clock.systemUTC(), prices, state -> {});
        } catch (StoreUnavailable unavailable) {
            throw new CommandFailed(ExitCode.ENVIRONMENT, String.valueOf(unavailable.getMessage()));
        }
    }
}
