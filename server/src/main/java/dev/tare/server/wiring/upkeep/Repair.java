package dev.tare.server.wiring.upkeep;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.duckdb.DuckDbLedger;
import dev.tare.server.duckdb.DuckDbSettings;
import dev.tare.server.journal.JournalRepair;
import dev.tare.server.journal.RepairReport;
import dev.tare.server.postgres.PostgresLedger;
import dev.tare.server.wire.SnapshotNote;
import dev.tare.server.wiring.HouseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mends the journal of a data folder, knowing what ledger and backups have of it. */
public final class Repair {
    private final HouseSettings settings;
    private final Path backups;

    public Repair(HouseSettings settings, Path backups) {
        this.settings = settings;
        this.backups = backups;
    }

    /** Finds out what is to be done, and does it where told to. */
    public RepairReport run(boolean apply) throws IOException {
        JournalRepair repair = new JournalRepair(settings.journal());
        List<JournalPosition> known = known();
        return apply ? repair.apply(known) : repair.inspect(known);
    }

    /** How far ledger and backups have come; {@code null} where the ledger can't be asked. */
    private @Nullable List<JournalPosition> known() throws IOException {
        LedgerSwap.finish(settings.ledger());
        List<JournalPosition> known = new ArrayList<>();
        for (Path file : Snapshots.in(backups, "")) {
            SnapshotNote note = Snapshots.note(file);
            if (note != null) {
                note.states().forEach(state -> known.add(state.position()));
            }
        }
        if (settings.database() != null) {
            try (PostgresLedger ledger =
                    PostgresLedger.open(settings.database(), settings.zone())) {
                ledger.states().stream().map(LedgerState::position).forEach(known::add);
                return known;
            }
        }
        if (Files.exists(settings.ledger())) {
            try (DuckDbLedger ledger =
                    DuckDbLedger.openReadOnly(
                            new DuckDbSettings(settings.ledger(), settings.zone()))) {
                ledger.states().stream().map(LedgerState::position).forEach(known::add);
                return known;
            } catch (StoreUnavailable unreadable) {
                // Then the backups alone tell.
            }
        }
        return known.isEmpty() ? null : known;
    }
}
