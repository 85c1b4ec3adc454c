package dev.tare.server.wiring.upkeep;

import dev.tare.core.ledger.JournalDamaged;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RecorderSetup;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.rollup.Verification;
import dev.tare.server.duckdb.DuckDbLedger;
import dev.tare.server.duckdb.DuckDbSettings;
import dev.tare.server.identities.KeyFiles;
import dev.tare.server.journal.FileJournal;
import dev.tare.server.wiring.Background;
import dev.tare.server.wiring.HouseSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the ledger anew beside the old one: a backup, and what the journal holds beyond it, through
 * the same recorder as ever. Only when it is complete and verified does it take the old one's
 * place, which is kept. No server may run meanwhile.
 */
public final class Rebuild {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /**
     * What is wanted.
     *
     * @param backups where to look for the newest backup
     * @param from a backup to begin with; {@code null}: see {@code fromStart}
     * @param fromStart from the journal alone, rather than the newest good backup
     * @param acceptGap go on where a repair has given up records in between
     * @param word names the old ledger: {@code before-WORD-TIME}
     */
    public record Order(
            HouseSettings settings,
            Path backups,
            @Nullable Path from,
            boolean fromStart,
            boolean acceptGap,
            String word) {}

    /** What came of it. */
    public sealed interface Outcome {
        /**
         * The new ledger is in place.
         *
         * @param base the backup it began with; {@code null}: none
         * @param applied records of the journal applied beyond that
         * @param events rows of the log now
         * @param eventsBefore rows of the old log; {@code null} where it couldn't be read
         * @param aside where the old one is; {@code null} where there was none
         */
        record Done(
                @Nullable Path base,
                long applied,
                long events,
                @Nullable Long eventsBefore,
                @Nullable Path aside)
                implements Outcome {}

        /** Nothing was changed. */
        record Refused(String code, String message) implements Outcome {}
    }

    /** Told how far it has come. */
    @FunctionalInterface
    public interface Progress {
        void at(long bytesDone, long bytesTotal, long records);
    }

    /** Ends a run early with what is told. */
    private static final class Stop extends RuntimeException {
        private final Outcome.Refused refused;

        Stop(String code, String message) {
            super(message);
            this.refused = new Outcome.Refused(code, message);
        }
    }

    private final Order order;
    private final Clock clock;
    private final Path ledger;
    private final Path fresh;

    public Rebuild(Order order, Clock clock) {
        this.order = order;
        this.clock = clock;
        this.ledger = order.settings().ledger().toAbsolutePath().normalize();
        this.fresh = ledger.resolveSibling(ledger.getFileName() + ".rebuild");
    }

    /**
     * Does it.
     *
     * @throws StoreUnavailable where the new ledger can't be written
     * @throws dev.tare.server.journal.JournalInUse where a server runs on the folder
     */
    public Outcome run(Progress progress) {
        try (FileJournal journal = FileJournal.open(order.settings().journal())) {
            LedgerSwap.finish(ledger);
            Base base = new BaseChoice(order, journal).choose();
            if (base instanceof Base.None no) {
                return new Outcome.Refused(no.code(), no.message());
            }
            Long eventsBefore = compareWithOld(journal);
            removeFresh();
            try {
                Path file = base instanceof Base.Backup backup ? backup.file() : null;
                if (file != null) {
                    Files.copy(file, fresh);
                }
                return build(journal, file, eventsBefore, progress);
            } finally {
                removeFresh();
            }
        } catch (Stop stop) {
            return stop.refused;
        } catch (JournalDamaged damaged) {
            return new Outcome.Refused("journal_damaged", String.valueOf(damaged.getMessage()));
        } catch (IOException failed) {
            throw new StoreUnavailable("The ledger can't be made anew (" + failed + ").", failed);
        }
    }

    private Outcome build(
            FileJournal journal, @Nullable Path base, @Nullable Long before, Progress progress)
            throws IOException {
        long applied;
        long events;
        try (DuckDbLedger made =
                DuckDbLedger.open(new DuckDbSettings(fresh, order.settings().zone()))) {
            applied = replay(journal, made, progress);
            for (Verification.Check check : made.verify()) {
                if (!check.passed()) {
                    throw new Stop(
                            "not_sound",
                            "The new ledger doesn't add up, so the old one stays. First finding: "
                                    + check.findings().getFirst());
                }
            }
            events = made.audit(audit -> audit.counts().rows());
        }
        if (Files.exists(fresh.resolveSibling(fresh.getFileName() + LedgerSwap.LOG))) {
            throw new IOException("the engine left its log beside " + fresh);
        }
        force(fresh);
        boolean old = Files.exists(ledger);
        String aside =
                ledger.getFileName()
                        + ".before-"
                        + order.word()
                        + "-"
                        + TIME.format(clock.instant());
        KeyFiles.forget(order.settings().identities());
        LedgerSwap.swap(ledger, fresh, aside);
        return new Outcome.Done(
                base, applied, events, before, old ? ledger.resolveSibling(aside) : null);
    }

    private long replay(FileJournal journal, DuckDbLedger made, Progress progress) {
        long applied = 0;
        RecorderSetup setup =
                RecorderSetup.ALONE
                        .withHelper(Background.helper())
                        .withSeed(new SecureRandom().nextLong());
        Recorder recorder = new Recorder(journal, made.store(), clock, _ -> {}, setup);
        long end = journal.end().offset();
        for (int step = recorder.step(); step > 0; step = recorder.step()) {
            applied += step;
            progress.at(recorder.state().position().offset(), end, applied);
        }
        return applied;
    }

    private static void force(Path made) throws IOException {
        try (FileChannel file = FileChannel.open(made, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    /** The old log's rows; refuses where it holds what the journal doesn't any more. */
    private @Nullable Long compareWithOld(FileJournal journal) {
        if (!Files.exists(ledger)) {
            return null;
        }
        JournalPosition end = journal.end();
        try (DuckDbLedger old =
                DuckDbLedger.openReadOnly(new DuckDbSettings(ledger, order.settings().zone()))) {
            boolean ahead =
                    old.states().stream()
                            .anyMatch(state ->
                                    state.position().journal().equals(end.journal())
                                            && state.position().offset() > journal.lastStart()
                                            && state.position().offset() > end.offset());
            if (ahead) {
                throw new Stop(
                        "journal_ends_early",
                        "The ledger has recorded beyond the journal's end, offset "
                                + end.offset()
                                + ": a ledger made anew would lack those records. Run `tare"
                                + " repair`.");
            }
            return old.audit(audit -> audit.counts().rows());
        } catch (StoreUnavailable unreadable) {
            return null; // It is to be replaced, after all.
        }
    }

    private void removeFresh() throws IOException {
        List<Path> all = new ArrayList<>(List.of(fresh));
        for (String suffix : List.of(LedgerSwap.LOG, ".copies", ".tmp")) {
            all.add(fresh.resolveSibling(fresh.getFileName() + suffix));
        }
        for (Path file : all) {
            if (Files.isDirectory(file)) {
                try (var inside = Files.list(file)) {
                    for (Path each : inside.toList()) {
                        Files.delete(each);
                    }
                }
            }
            Files.deleteIfExists(file);
        }
    }

    /** Where to begin. */
    sealed interface Base {
        /** With nothing: the journal reaches back to its beginning. */
        record Start() implements Base {}

        /** With a copy. */
        record Backup(Path file, @Nullable Instant madeAt) implements Base {}

        /** Nowhere, and why. */
        record None(String code, String message) implements Base {}
    }
}
