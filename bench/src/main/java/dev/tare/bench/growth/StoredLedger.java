package dev.tare.bench.growth;

import dev.tare.bench.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
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

    /** Makes one: by a server that is started for the first time, given prices, and stopped. */
    static StoredLedger make(Path data, long events, int days, List<String> jvmOptions)
            throws IOException, InterruptedException, SQLException {
        System.out.printf(
                Locale.ROOT, "filling %s, received over %d days%n", Sizes.name(events), days);
        long begin = System.nanoTime();
        try (ServerProcess server = ServerProcess.start(data, jvmOptions)) {
            server.enterPrices();
        }
        // As the server is told.
        ZoneId zone = ZoneId.of(System.getenv().getOrDefault("TARE_ZONE", "UTC"));
        new LedgerFill(data.resolve(FILE), zone, events, days, Clock.systemUTC().instant()).run();
        System.out.printf(
                Locale.ROOT,
                "  filled after %.0f s: %,d bytes%n",
                (System.nanoTime() - begin) / 1e9,
                Files.size(data.resolve(FILE)));
        return new StoredLedger(data, events);
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
