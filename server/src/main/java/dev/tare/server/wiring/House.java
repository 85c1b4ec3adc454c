package dev.tare.server.wiring;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.QuarantineDesk;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RecorderSetup;
import dev.tare.core.ledger.SliceProgress;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.rollup.Repricings;
import dev.tare.core.rollup.Verification;
import dev.tare.server.journal.Disk;
import dev.tare.server.journal.FileJournal;
import dev.tare.server.journal.JournalLoad;
import dev.tare.server.journal.JournalSettings;
import dev.tare.server.tables.Ledger;
import dev.tare.server.wiring.upkeep.MonthEnd;
import dev.tare.server.wiring.upkeep.Snapshots;
import dev.tare.server.wiring.upkeep.Upkeep;
import dev.tare.server.wiring.upkeep.UpkeepSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One data folder at work: journal, ledger and the recorder between them. Everything Tare does with
 * data goes through one of these; only one process may open a folder.
 */
public final class House implements AutoCloseable {
    /** How long a command waits for what it sent to reach the ledger. */
    public static final Duration RECORDED_WAIT = Duration.ofMinutes(10);

    private final HouseSettings settings;
    private final Clock clock;
    private final FileJournal journal;
    final Ledger ledger;
    private final Recorder recorder;
    private final CorrectionsWatch corrections = new CorrectionsWatch();
    private final RecorderLoop loop;
    private final @Nullable Snapshots snapshots;
    private @Nullable Upkeep upkeep;

    private House(
            HouseSettings settings,
            Clock clock,
            FileJournal journal,
            Ledger ledger,
            Consumer<LedgerState> recorded) {
        this.settings = settings;
        this.clock = clock;
        this.journal = journal;
        this.ledger = ledger;
        RecorderSetup setup = Background.recorder(settings, corrections);
        this.recorder = new Recorder(journal, ledger.store(), clock, recorded, setup);
        boolean shared = settings.database() != null;
        this.loop = new RecorderLoop(journal, recorder, ledger::checkpoint, clock, shared);
        Backups engine = ledger.backups();
        String version = ServerConfiguration.VERSION;
        this.snapshots =
                engine == null ? null : new Snapshots(engine, settings.ledger(), clock, version);
    }

    /**
     * Opens the folder, applies what the journal holds beyond the ledger, and enters the first
     * prices where none were ever entered.
     *
     * @param firstPrices asked only when the books are empty
     * @param recorded told after every transaction
     * @throws RuntimeException where another process holds the folder; the message says what to do
     */
    public static House open(
            HouseSettings settings,
            Clock clock,
            Supplier<PriceChange> firstPrices,
            Consumer<LedgerState> recorded) {
        return open(settings, clock, firstPrices, recorded, Disk.LOCAL);
    }

    /**
     * As {@link #open}, but a ledger whose database can't be reached now is no reason to stay shut:
     * the journal takes what comes, and the recorder goes on trying.
     */
    public static House openToServe(
            HouseSettings settings,
            Clock clock,
            Supplier<PriceChange> firstPrices,
            Consumer<LedgerState> recorded) {
        return open(
                settings, clock, firstPrices, recorded, Disk.LOCAL, settings.database() == null);
    }

    /** On a disk of a test's own making. */
    static House open(
            HouseSettings settings,
            Clock clock,
            Supplier<PriceChange> firstPrices,
            Consumer<LedgerState> recorded,
            Disk disk) {
        return open(settings, clock, firstPrices, recorded, disk, true);
    }

    private static House open(
            HouseSettings settings,
            Clock clock,
            Supplier<PriceChange> firstPrices,
            Consumer<LedgerState> recorded,
            Disk disk,
            boolean recordedFirst) {
        FileJournal journal =
                FileJournal.open(
                        settings.journal(), JournalSettings.DEFAULT, disk, UUID::randomUUID);
        Ledger ledger = null;
        try {
            ledger = LedgerDoor.open(settings, recordedFirst);
            House house = new House(settings, clock, journal, ledger, recorded);
            if (house.journal.end().offset() == 0 && LedgerDoor.hasNoPrices(ledger)) {
                house.enter(firstPrices.get());
            }
            if (recordedFirst) {
                house.loop.drain();
            }
            house.loop.start();
            return house;
        } catch (RuntimeException failed) {
            if (ledger != null) {
                ledger.close();
            }
            journal.close();
            throw failed;
        }
    }

    public HouseSettings settings() {
        return settings;
    }

    public Journal journal() {
        return journal;
    }

    public Books books() {
        return recorder.books();
    }

    public LedgerState state() {
        return recorder.state();
    }

    /** What keeps the recorder from its work, {@code null} where nothing does. */
    public @Nullable String trouble() {
        return loop.trouble();
    }

    /** Corrections of events that couldn't be booked since the start; the log names the first. */
    public long correctionsUnmatched() {
        return corrections.count();
    }

    /** How long the recorder is likely to take for so much of the journal, zero if unknown. */
    Duration timeFor(long bytes) {
        return loop.pace().timeFor(bytes);
    }

    /** How long the recorder is likely to take for all that waits, zero if unknown. */
    Duration delay() {
        return timeFor(Math.max(0, journal.end().offset() - state().position().offset()));
    }

    public ProfitReports reports() {
        return new ProfitReports(ledger.sums());
    }

    /** What a re-pricing would change, or has changed. */
    public Repricings repricings() {
        return new Repricings(ledger.now(), ledger.kept()::kept, this::books, zone());
    }

    /** How far a re-pricing is, {@code null} where none is under way. */
    public @Nullable SliceProgress slices() {
        return recorder.slices();
    }

    public Ledger ledger() {
        return ledger;
    }

    public SqlConsole sql() {
        return ledger.console();
    }

    /** Verified copies; {@code null} where whoever runs the database makes copies of it. */
    public @Nullable Backups backups() {
        return snapshots;
    }

    /**
     * From now on makes backups on a schedule, deletes journal files and lets go of rows that are
     * kept long enough, and settles months that are over.
     */
    public Upkeep keepUp(UpkeepSettings wanted) {
        MonthEnd months = new MonthEnd(journal, this::books);
        Upkeep started =
                new Upkeep(
                        wanted, snapshots, journal, recorder::state, ledger.kept(), clock, months);
        started.start();
        upkeep = started;
        return started;
    }

    /** What is looked after on a schedule; {@code null} where nothing is. */
    public @Nullable Upkeep upkeep() {
        return upkeep;
    }

    /** How busy the journal is. */
    public JournalLoad journalLoad() {
        return journal.load();
    }

    /** What was set aside, and where it is decided upon. */
    public QuarantineDesk desk() {
        return new QuarantineDesk(ledger.quarantine(), recorder::books);
    }

    /** Checks the ledger against itself, up to what is recorded now. */
    public List<Verification.Check> verify() {
        return ledger.verify();
    }

    /** Zone in which days of the summaries are cut. */
    public ZoneId zone() {
        return settings.zone();
    }

    public Clock clock() {
        return clock;
    }

    /** Accepts events as one batch; returns once they are safe on disk. */
    public JournalPosition accept(String source, List<UsageEvent> events) {
        return append(new JournalRecord.Usage(new UsageBatch(source, now(), events)));
    }

    /** Enters prices; returns once they are safe on disk. */
    public JournalPosition enter(PriceChange change) {
        return append(new JournalRecord.Prices(now(), change));
    }

    /** Waits until everything accepted so far is in the ledger; false where time ran out. */
    public boolean awaitRecorded(Duration atMost) throws InterruptedException {
        return loop.awaitRecorded(journal.end(), atMost);
    }

    /** Puts a record into the journal; returns once it is safe on disk. */
    public JournalPosition append(JournalRecord record) {
        try {
            return journal.append(record).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof JournalUnavailable unavailable) {
                throw unavailable;
            }
            throw failed;
        }
    }

    /** The time of the server, as stamps have it. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Stops after the transaction under way; what is accepted is applied at the next start. */
    @Override
    public void close() {
        if (upkeep != null) {
            upkeep.close();
        }
        loop.close();
        ledger.close();
        journal.close();
    }
}
