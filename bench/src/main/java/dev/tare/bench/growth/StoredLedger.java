package dev.tare.bench.growth;

import dev.tare.bench.load.ServerProcess;
import dev.tare.server.security.AccessFile;
import dev.tare.server.wire.PriceFile;
import dev.tare.server.wiring.House;
import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.ShippedPrices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Locale;

/**
 * A data folder with so many events, made once and then only copied: every round begins with the
 * same one.
 *
 * @param data the folder
 * @param events how many are stored
 */
record StoredLedger(Path data, long events) {
    static final String FILE = "tare.duckdb";

    /** Makes one: as a server's first start leaves it, with prices for the traffic, then filled. */
    static StoredLedger make(Path data, long events, int days)
            throws IOException, InterruptedException, SQLException {
        System.out.printf(
                Locale.ROOT, "filling %s, received over %d days%n", Sizes.name(events), days);
        long begin = System.nanoTime();
        Clock clock = Clock.systemUTC();
        // As the server is told.
        ZoneId zone = ZoneId.of(System.getenv().getOrDefault("TARE_ZONE", "UTC"));
        HouseSettings settings = new HouseSettings(data, zone);
        firstStart(settings, clock);
        new LedgerFill(data.resolve(FILE), zone, events, days, clock.instant()).run();
        double read = readIdentities(settings, clock);
        System.out.printf(
                Locale.ROOT,
                "  filled after %.0f s: %,d bytes; identities read from it in %.2f s%n",
                (System.nanoTime() - begin) / 1e9,
                Files.size(data.resolve(FILE)),
                read);
        return new StoredLedger(data, events);
    }

    /** What a first start does besides: it makes keys and a password. */
    private static void firstStart(HouseSettings settings, Clock clock)
            throws IOException, InterruptedException {
        try (House house = House.open(settings, clock, ShippedPrices::read, _ -> {})) {
            switch (PriceFile.parse(ServerProcess.trafficPrices())) {
                case PriceFile.Bad bad -> throw new IllegalStateException(bad.toString());
                case PriceFile.Prices prices -> house.enter(prices.change());
            }
            if (!house.awaitRecorded(House.RECORDED_WAIT)) {
                throw new IllegalStateException("The prices aren't in the ledger.");
            }
            AccessFile.open(settings.access(), clock, new SecureRandom());
        }
    }

    /**
     * Opens it once, as the server that filled it would have been: identities lie on the shelf when
     * that one is stopped. Returns the seconds it took to read them.
     */
    private static double readIdentities(HouseSettings settings, Clock clock)
            throws InterruptedException {
        long begin = System.nanoTime();
        try (House house = House.open(settings, clock, ShippedPrices::read, _ -> {})) {
            while (house.trouble() != null) {
                ServerProcess.pause(5);
            }
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    /** A copy to be written to. */
    void copyTo(Path place) throws IOException {
        try (var all = Files.walk(data)) {
            for (Path from : all.toList()) {
                Path to = place.resolve(data.relativize(from));
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(from, to);
                }
            }
        }
    }

    /** Removes a folder and all in it. */
    static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
