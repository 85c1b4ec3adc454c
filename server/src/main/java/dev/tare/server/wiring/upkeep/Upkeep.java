package dev.tare.server.wiring.upkeep;

import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.JournalUnavailable;
import dev.tare.core.ledger.KeptRows;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.journal.FileJournal;
import dev.tare.server.wire.SnapshotNote;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes backups when they are due, keeps the newest, and deletes files of the journal that a backup
 * covers. Where the ledger lies in a database, others back that up, nobody here knows when, and the
 * journal is kept whole: a database that was restored is caught up from it. Where rows of the log
 * are to be kept for some time only, it decides which go. Whatever fails here is said and tried
 * again; intake never waits for it.
 */
public final class Upkeep implements AutoCloseable {
    /** How names of scheduled backups begin. Others are never deleted. */
    public static final String PREFIX = "auto-";

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'" + PREFIX + "'yyyyMMdd'T'HHmmss'Z.duckdb'")
                    .withZone(ZoneOffset.UTC);
    private static final Duration RETRY = Duration.ofMinutes(10);
    private static final Duration LOOK_AT_JOURNAL_EVERY = Duration.ofHours(6);
    private static final long TICK_SECONDS = 20;

    /**
     * How it stands.
     *
     * @param lastBackup when the newest scheduled backup was made; {@code null}: none yet
     * @param lastFile where it is
     * @param trouble what went wrong last and wasn't mended since
     */
    public record State(
            @Nullable Instant lastBackup, @Nullable Path lastFile, @Nullable String trouble) {}

    private final UpkeepSettings settings;
    private final @Nullable Snapshots snapshots;
    private final FileJournal journal;
    private final Supplier<LedgerState> ledger;
    private final Clock clock;
    private final @Nullable RowRetention rows;
    private final @Nullable MonthEnd months;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Instant backupAt;
    private Instant journalAt;
    private volatile @Nullable String backupTrouble;
    private volatile @Nullable String journalTrouble;

    /**
     * Looks after these, once started.
     *
     * @param snapshots {@code null} where others make backups
     * @param kept the rows there are, some of which may be let go
     */
    public Upkeep(
            UpkeepSettings settings,
            @Nullable Snapshots snapshots,
            FileJournal journal,
            Supplier<LedgerState> ledger,
            KeptRows kept,
            Clock clock) {
        this(settings, snapshots, journal, ledger, kept, clock, null);
    }

    /**
     * The same, and months.
     *
     * @param months settled when they are over; {@code null}: not by this server
     */
    public Upkeep(
            UpkeepSettings settings,
            @Nullable Snapshots snapshots,
            FileJournal journal,
            Supplier<LedgerState> ledger,
            KeptRows kept,
            Clock clock,
            @Nullable MonthEnd months) {
        this.months = months;
        this.settings = settings;
        this.snapshots = snapshots;
        this.journal = journal;
        this.ledger = ledger;
        this.clock = clock;
        Duration keep = settings.keepRows();
        this.rows = keep == null ? null : new RowRetention(keep, kept, journal, ledger);
        this.thread = Thread.ofPlatform().daemon().name("upkeep").unstarted(this::run);
        Instant now = clock.instant();
        Instant last = state().lastBackup();
        Duration every = settings.backupEvery();
        // A first backup waits a little, so that a start is a start.
        this.backupAt = last == null || every == null ? now.plus(RETRY) : last.plus(every);
        this.journalAt = now.plus(RETRY);
    }

    /** Begins to look after things, until closed. */
    public void start() {
        thread.start();
    }

    /** How it stands now. */
    public State state() {
        String trouble = backupTrouble == null ? journalTrouble : backupTrouble;
        try {
            List<Path> files = Snapshots.in(settings.backups(), PREFIX);
            SnapshotNote note = files.isEmpty() ? null : Snapshots.note(files.getFirst());
            return note == null
                    ? new State(null, null, trouble)
                    : new State(note.madeAt(), files.getFirst(), trouble);
        } catch (IOException unreadable) {
            return new State(null, null, trouble == null ? unreadable.toString() : trouble);
        }
    }

    /** What keeps rows longer than was asked for, {@code null} where nothing does. */
    public @Nullable String rowsHeldBack() {
        return rows == null ? null : rows.heldBack();
    }

    private void run() {
        try {
            while (!stopped.await(TICK_SECONDS, TimeUnit.SECONDS)) {
                tick();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is due by the clock. */
    public synchronized void tick() {
        Instant now = clock.instant();
        if (rows != null) {
            rows.tick(now);
        }
        if (months != null) {
            months.tick(now);
        }
        if (snapshots != null && settings.backupEvery() != null && !now.isBefore(backupAt)) {
            backUp(snapshots, now, settings.backupEvery());
        }
        if (snapshots != null && settings.journalKeep() != null && !now.isBefore(journalAt)) {
            journalAt = now.plus(LOOK_AT_JOURNAL_EVERY);
            shorten(now.minus(settings.journalKeep()));
        }
    }

    private void backUp(Snapshots copies, Instant now, Duration every) {
        if (ledger.get().position().offset() == 0) {
            backupAt = now.plus(RETRY); // There is nothing to keep yet.
            return;
        }
        try {
            String missing = copies.roomMissing(settings.backups());
            if (missing != null) {
                throw new IOException(missing);
            }
            Backups.Backup made = copies.backup(settings.backups().resolve(NAME.format(now)));
            LOG.info("Backup {}: {} events.", made.file(), made.events());
            backupTrouble = null;
            backupAt = now.plus(every);
            journalAt = now; // It may cover files that wait to be deleted.
            Leftovers.remove(settings.backups(), PREFIX, settings.backupKeep());
        } catch (IOException | StoreUnavailable failed) {
            backupTrouble = "No backup could be made at " + now + ": " + failed.getMessage();
            LOG.warn("{} Trying again in {} minutes.", backupTrouble, RETRY.toMinutes());
            backupAt = now.plus(RETRY);
        }
    }

    /** Whether this house makes its backups itself. */
    public boolean backsUp() {
        return snapshots != null;
    }

    /** Deletes what both every kept backup and the ledger itself are beyond. */
    private void shorten(Instant writtenBefore) {
        try {
            long covered = ledger.get().position().offset();
            boolean any = false;
            String bad = null;
            for (Path file : Snapshots.in(settings.backups(), PREFIX)) {
                switch (Snapshots.check(file)) {
                    case Snapshots.Checked.Bad no -> bad = file + " is no good: " + no.why() + ".";
                    case Snapshots.Checked.Good good -> {
                        Long position = good.note().position(journal.id());
                        covered = Math.min(covered, position == null ? 0 : position);
                        any = true;
                    }
                }
            }
            long freed = any ? journal.deleteBefore(covered, writtenBefore) : 0;
            if (freed > 0) {
                LOG.info("Deleted {} bytes of the journal that backups cover.", freed);
            }
            journalTrouble = bad;
        } catch (IOException | JournalUnavailable failed) {
            journalTrouble = "Old journal files can't be deleted: " + failed.getMessage();
        }
        if (journalTrouble != null) {
            LOG.warn("{}", journalTrouble);
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        if (!thread.isAlive()) {
            return;
        }
        try {
            thread.join(Duration.ofMinutes(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
