package dev.tare.bench.faults;

import dev.tare.bench.faults.KnownJournal.Known;
import dev.tare.core.ledger.JournalDamaged;
import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.Recorder;
import dev.tare.server.duckdb.DuckDbLedger;
import dev.tare.server.duckdb.DuckDbSettings;
import dev.tare.server.journal.Disk;
import dev.tare.server.journal.FileJournal;
import dev.tare.server.journal.JournalRepair;
import dev.tare.server.journal.RepairReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One damaged copy of a known journal, and what must hold of it. */
final class DamageVariant {
    private static final int EVENTS_AT_ONCE = 50;
    private static final int LEDGERS_ONE_IN = 5;

    private final KnownJournal known;
    private final Path folder;
    private final Random random;
    private @Nullable FileDamage damage;
    private boolean marked = true;
    private @Nullable Long ledger;

    DamageVariant(KnownJournal known, Path folder, Random random) {
        this.known = known;
        this.folder = folder;
        this.random = random;
    }

    /** Damages, opens, and where that is refused, repairs; says what came of it. */
    String run() throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(known.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        FileDamage done = FileDamage.inflict(KnownJournal.files(folder), random);
        damage = done;
        if (random.nextInt(4) == 0) {
            marked = false; // As after a power cut that took the mark's last page.
            Files.delete(folder.resolve("durable.mark"));
        }
        ledger = ledgerOffset();
        String kind = done.kind() + (marked ? "" : ", no mark");
        try {
            List<String> ids = readAll(0);
            check(ids, done);
            record(ids);
            return kind + ": the same records" + (marked ? "" : ", or all before a torn end");
        } catch (JournalDamaged refused) {
            require(
                    String.valueOf(refused.getMessage())
                            .matches("(?s).*(damaged|missing|ends|held).*"),
                    "an unnamed refusal: " + refused.getMessage());
        }
        repair(done);
        return kind + ": refused and repaired";
    }

    /** In a third of all cases the ledger can't be asked; else it stands behind some record. */
    private @Nullable Long ledgerOffset() {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> known.records().getLast().to();
            default -> known.records().get(random.nextInt(known.records().size())).to();
        };
    }

    private List<String> readAll(long from) {
        try (FileJournal journal = open()) {
            List<String> ids = new ArrayList<>();
            JournalPosition at = new JournalPosition(journal.id(), from);
            for (List<JournalEntry> some = journal.read(at, EVENTS_AT_ONCE);
                    !some.isEmpty();
                    some = journal.read(at, EVENTS_AT_ONCE)) {
                some.forEach(entry -> ids.add(KnownJournal.id(entry.record())));
                at = some.getLast().after();
            }
            return ids;
        }
    }

    private FileJournal open() {
        return FileJournal.open(
                folder, KnownJournal.SETTINGS, Disk.LOCAL, () -> new java.util.UUID(1, 1));
    }

    /** Without a mark, and only then, a torn end may be taken for a write that never finished. */
    private void check(List<String> ids, FileDamage done) {
        List<String> all = known.records().stream().map(Known::id).toList();
        if (marked) {
            require(ids.equals(all), "it opens with other records than were acknowledged");
            return;
        }
        require(ids.equals(all.subList(0, ids.size())), "it opens with records in another order");
        String last = known.records().getLast().file();
        require(
                ids.size() == all.size() || done.file().equals(last),
                "it opens without records of a file that isn't the last");
    }

    private void repair(FileDamage done) throws IOException {
        List<JournalPosition> position =
                ledger == null ? null : List.of(new JournalPosition(known.journal(), ledger));
        JournalRepair repair = new JournalRepair(folder);
        Map<String, Long> before = sums();
        RepairReport told = repair.inspect(position);
        require(before.equals(sums()), "the dry run changed a file");
        RepairReport report = repair.apply(position);
        require(report.equals(told), "the repair did something else than it had said");
        require(report.impossible() == null, "nothing can be done: " + report.impossible());
        require(repair.inspect(position).isClean(), "a second repair finds something");

        long from = begin();
        List<String> ids = readAll(from);
        for (Known record : known.records()) {
            boolean held = ids.contains(record.id());
            require(
                    held || done.touches(record) || record.from() < from,
                    "a record that was never touched is lost: " + record);
            require(held || isTold(record, report, from, ids), "a loss isn't told: " + record);
        }
        ids.forEach(id -> require(isKnown(id), "a record that never was: " + id));
        goOn(from, ids);
    }

    /** Where reading can begin: at the first file where older ones may have been deleted. */
    private long begin() {
        try (FileJournal journal = open()) {
            return journal.holes().stream().anyMatch(hole -> hole.from() == 0)
                    ? 0
                    : Math.min(journal.firstOffset(), firstHole(journal));
        }
    }

    private static long firstHole(FileJournal journal) {
        return journal.holes().isEmpty() ? Long.MAX_VALUE : journal.holes().getFirst().from();
    }

    private boolean isTold(Known record, RepairReport report, long from, List<String> ids) {
        boolean told =
                report.losses().stream()
                        .anyMatch(loss -> loss.from() <= record.from() && record.to() <= loss.to());
        // What the ledger has, or nobody could know of, needs no telling.
        boolean inLedger = ledger != null && record.to() <= ledger;
        boolean tail = !marked && ids.stream().noneMatch(id -> isBehind(id, record));
        return told || tail || (record.from() < from && (ledger == null || inLedger));
    }

    private boolean isBehind(String id, Known record) {
        return known.records().stream()
                .anyMatch(other -> other.id().equals(id) && other.from() > record.from());
    }

    private boolean isKnown(String id) {
        return known.records().stream().anyMatch(record -> record.id().equals(id));
    }

    /** New records go behind everything that ever was, and are still there the next time. */
    private void goOn(long from, List<String> before) {
        try (FileJournal journal = open()) {
            JournalPosition end = journal.append(KnownJournal.record("new")).join();
            require(
                    !marked || end.offset() > known.records().getLast().to(),
                    "an offset is given out twice");
            if (ledger != null) {
                List<JournalEntry> beyond =
                        journal.read(new JournalPosition(journal.id(), ledger), Integer.MAX_VALUE);
                require(
                        KnownJournal.id(beyond.getLast().record()).equals("new"),
                        "the ledger can't go on");
            }
        }
        List<String> should = new ArrayList<>(before);
        should.add("new");
        require(readAll(from).equals(should), "it changed by being opened again");
        if (from == 0) {
            record(should);
        }
    }

    /** Now and then, since it takes longest: a ledger made of it has the same, and verifies. */
    private void record(List<String> ids) {
        if (random.nextInt(LEDGERS_ONE_IN) > 0) {
            return;
        }
        DuckDbSettings settings =
                new DuckDbSettings(folder.resolve("recorded.duckdb"), ZoneOffset.UTC);
        try (FileJournal journal = open();
                DuckDbLedger recorded = DuckDbLedger.open(settings)) {
            Recorder recorder =
                    new Recorder(journal, recorded.store(), Clock.systemUTC(), state -> {});
            recorder.drain();
            require(recorder.state().recorded() == ids.size(), "the ledger has other events");
            recorded.verify()
                    .forEach(check -> require(check.passed(), "verify: " + check.findings()));
        }
    }

    private Map<String, Long> sums() throws IOException {
        Map<String, Long> sums = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> !f.endsWith("journal.lock")).toList()) {
                java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
                sum.update(Files.readAllBytes(file));
                sums.put(file.getFileName().toString(), sum.getValue());
            }
        }
        return sums;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    void remove() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public String toString() {
        return damage + (marked ? "" : ", no mark") + ", ledger at " + ledger;
    }
}
