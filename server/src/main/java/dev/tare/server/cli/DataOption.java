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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which data folder a verb works on, and the way to it. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Data folder (default: $TARE_DATA, else ./data; of the demo ./demo-data).")
    private @Nullable Path data;

    @Mixin private WorkspaceOption workspace;

    /** The folder's settings; {@code otherwise} where neither option nor environment says. */
    HouseSettings settings(String otherwise) {
        String fromEnvironment = System.getenv().getOrDefault("TARE_DATA", otherwise);
        Path folder = data == null ? Path.of(fromEnvironment) : data;
        return new HouseSettings(
                folder.toAbsolutePath().normalize(), workspace.zone(), workspace.database());
    }

    /** Of the demo's folder, whose ledger is always in it. */
    HouseSettings demoSettings() {
        if (workspace.namesDatabase()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "The demo's made-up data never goes into a database of yours; leave out --db.");
        }
        HouseSettings settings = settings("demo-data");
        return new HouseSettings(settings.data(), settings.zone());
    }

    /** For a verb that works on the ledger's file itself. */
    HouseSettings fileSettings(String verb) {
        HouseSettings settings = settings();
        if (settings.database() != null || Files.exists(settings.databaseMark())) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "`tare "
                            + verb
                            + "` works on a ledger in a file, and this one lies in a PostgreSQL"
                            + " database. Restore the database with its own means: Tare then goes"
                            + " on from where it stands, as far as the journal reaches back.");
        }
        return settings;
    }

    HouseSettings settings() {
        return settings("data");
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

    /** A verb answers from a ledger that has all; a re-pricing that was stopped is ended first. */
    private static void settled(House house) {
        try {
            if (house.slices() != null && !house.awaitRecorded(House.RECORDED_WAIT)) {
                house.close();
                throw new CommandFailed(
                        ExitCode.ENVIRONMENT,
                        "A re-pricing is still being booked; `tare serve` goes on with it.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            house.close();
            throw new CommandFailed(ExitCode.ENVIRONMENT, "Interrupted.");
        }
    }

    private static House open(HouseSettings settings) {
        Supplier<PriceChange> prices = ShippedPrices::read;
        try (ImportBar bar = ImportBar.ofDays()) {
            HouseSettings telling = settings.telling((done, all) -> bar.at(done, all, done));
            House house = House.open(telling, Clock.systemUTC(), prices, state -> {});
            settled(house);
            return house;
        } catch (StoreUnavailable unavailable) {
            throw new CommandFailed(ExitCode.ENVIRONMENT, String.valueOf(unavailable.getMessage()));
        }
    }
}
