package dev.tare.bench.faults;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.server.journal.Disk;
import dev.tare.server.journal.FileJournal;
import dev.tare.server.journal.JournalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A journal of several small files, and a list of its own of what was acknowledged where. */
final class KnownJournal {
    static final JournalSettings SETTINGS = new JournalSettings(8 << 10, 1 << 20);

    private static final Instant RECEIVED = Instant.parse("2026-11-23T10:15:31.000250Z");
    private static final int RECORDS = 400;
    private static final int HEADER = 40;

    /**
     * A record.
     *
     * @param from logical offset of its first byte
     * @param to logical offset behind it
     * @param file name of the file it is in
     * @param place of its first byte in that file
     */
    record Known(String id, long from, long to, String file, long place) {
        long bytes() {
            return to - from;
        }
    }

    private final Path folder;
    private final UUID journal;
    private final List<Known> records = new ArrayList<>();

    private KnownJournal(Path folder, UUID journal) {
        this.folder = folder;
        this.journal = journal;
    }

    /** Fills an empty folder; some records share an fsync. */
    static KnownJournal make(Path folder, Random random) throws IOException {
        List<String> ids = new ArrayList<>();
        List<JournalPosition> ends = new ArrayList<>();
        UUID id = new UUID(random.nextLong(), random.nextLong());
        try (FileJournal journal = FileJournal.open(folder, SETTINGS, Disk.LOCAL, () -> id)) {
            while (ids.size() < RECORDS) {
                List<CompletableFuture<JournalPosition>> group = new ArrayList<>();
                for (int i = random.nextInt(1, 6); i > 0; i--) {
                    String name = "e-" + ids.size() + "-" + "x".repeat(random.nextInt(1, 200));
                    ids.add(name);
                    group.add(journal.append(record(name)));
                }
                group.forEach(end -> ends.add(end.join()));
            }
        }
        KnownJournal known = new KnownJournal(folder, id);
        known.list(ids, ends);
        return known;
    }

    private void list(List<String> ids, List<JournalPosition> ends) throws IOException {
        TreeMap<Long, String> files = new TreeMap<>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            files.put(Long.parseLong(name.substring(0, name.indexOf('.'))), name);
        }
        long from = 0;
        for (int i = 0; i < ids.size(); i++) {
            long to = ends.get(i).offset();
            var file = files.floorEntry(from);
            records.add(
                    new Known(
                            ids.get(i), from, to, file.getValue(), HEADER + from - file.getKey()));
            from = to;
        }
    }

    static JournalRecord record(String id) {
        UsageEvent event =
                new UsageEvent(
                        id,
                        RECEIVED,
                        "user",
                        "deep_image",
                        "upscale",
                        null,
                        Quantities.ONE_CALL,
                        EventStatus.SUCCESS,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false);
        return new JournalRecord.Usage(new UsageBatch("trial", RECEIVED, List.of(event)));
    }

    static String id(JournalRecord record) {
        return record instanceof JournalRecord.Usage usage
                ? usage.batch().events().getFirst().id()
                : "no usage";
    }

    /** The journal's own files, oldest first. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".journal")).sorted().toList();
        }
    }

    Path folder() {
        return folder;
    }

    UUID journal() {
        return journal;
    }

    List<Known> records() {
        return records;
    }
}
