package dev.tare.server.wiring.upkeep;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportQuery;
import dev.tare.server.duckdb.DuckDbLedger;
import dev.tare.server.journal.Disk;
import dev.tare.server.journal.FileJournal;
import dev.tare.server.journal.JournalSettings;
import dev.tare.server.wire.ReportJson;
import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.ShippedPrices;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The parts of a house, with journal files of 4 KiB, and a clock far in the future. */
final class SmallHouse implements AutoCloseable {
    static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

    final HouseSettings settings;
    final SettableClock clock;
    final FileJournal journal;
    final DuckDbLedger ledger;
    final Recorder recorder;
    final Snapshots snapshots;

    SmallHouse(Path data, SettableClock clock) {
        this.settings = new HouseSettings(data, ZoneOffset.UTC);
        this.clock = clock;
        journal =
                FileJournal.open(
                        settings.journal(),
                        new JournalSettings(4096, 1 << 20),
                        Disk.LOCAL,
                        UUID::randomUUID);
        LedgerSwap.finish(settings.ledger());
        ledger = DuckDbLedger.open(settings.ledger(), ZoneOffset.UTC);
        recorder = new Recorder(journal, ledger.store(), clock, state -> {});
        snapshots = new Snapshots(ledger.backups(), settings.ledger(), clock, "0.0.0");
        if (journal.end().offset() == 0) {
            journal.append(new JournalRecord.Prices(NOW, ShippedPrices.read())).join();
        }
        recorder.drain();
    }

    Upkeep upkeep(UpkeepSettings wanted) {
        return new Upkeep(wanted, snapshots, journal, recorder::state, ledger.kept(), clock);
    }

    /** Sends events one by one, so that they fill several files, and records them. */
    void send(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            UsageEvent event =
                    SampleEvents.event(prefix + i)
                            .time(NOW.minus(Duration.ofHours(i)))
                            .provider("deep_image")
                            .operation("upscale")
                            .user("user-" + "x".repeat(250))
                            .plan("basic")
                            .model(null)
                            .build();
            journal.append(new JournalRecord.Usage(new UsageBatch("shop", NOW, List.of(event))))
                    .join();
        }
        recorder.drain();
    }

    /** A report over everything, as the API would send it. */
    String report() {
        return ReportJson.text(
                new dev.tare.core.profit.ProfitReports(ledger.sums())
                        .report(
                                new ReportQuery(
                                        NOW.minus(Duration.ofDays(365)),
                                        NOW.plus(Duration.ofDays(1)),
                                        ZoneOffset.UTC,
                                        List.of(Dimension.PROVIDER),
                                        Map.of())));
    }

    List<Path> journalFiles() throws IOException {
        return files(settings.journal(), ".journal");
    }

    static List<Path> files(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return new ArrayList<>(
                    all.filter(file -> file.toString().endsWith(suffix)).sorted().toList());
        }
    }

    @Override
    public void close() {
        ledger.close();
        journal.close();
    }
}
