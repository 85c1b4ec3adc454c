package dev.tare.server.importer;

import dev.tare.core.event.UsageEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes one file to a sink, in batches. */
public final class ImportRun {
    /** Events of a batch. */
    public static final int BATCH_EVENTS = 1_000;

    /** A batch of long rows is sent before it is full. */
    private static final long BATCH_BYTES = 8L << 20;

    /** Watches an import; called from the thread that runs it. */
    public interface Progress {
        /** {@code bytesRead} of {@code bytesTotal} of the file as packed, and the rows so far. */
        void at(long bytesRead, long bytesTotal, long rows);
    }

    /**
     * How to import.
     *
     * @param source the application the events belong to
     * @param dryRun reads and checks everything, sends and writes nothing
     * @param rejectedFolder where rows are kept that can't be used; {@code null} = beside the file
     */
    public record Options(String source, boolean dryRun, @Nullable Path rejectedFolder) {}

    /** How an import ended. */
    public sealed interface Outcome {}

    /** The file was read to its end. */
    public record Done(ImportSummary summary) implements Outcome {}

    /** Nothing was read: the file or the mapping doesn't fit. */
    public record Unusable(String code, String message) implements Outcome {}

    /** It ended before the file did. Run again, it adds only what isn't in yet. */
    public record Stopped(ImportSummary summary, String code, String message) implements Outcome {}

    private final UsageSink sink;
    private final Progress progress;
    private final Clock clock;

    public ImportRun(UsageSink sink, Progress progress, Clock clock) {
        this.sink = sink;
        this.progress = progress;
        this.clock = clock;
    }

    /** Imports a file. */
    public Outcome run(Path path, Mapping mapping, Options options) {
        try {
            return switch (UsageFile.open(path, mapping.delimiter())) {
                case UsageFile.Unusable<UsageFile> unusable ->
                        new Unusable(unusable.code(), unusable.message());
                case UsageFile.Ready<UsageFile> ready -> {
                    try (UsageFile file = ready.opened()) {
                        yield read(path, file, mapping, options);
                    }
                }
            };
        } catch (IOException unreadable) {
            return new Unusable("unreadable_file", reason(path, unreadable));
        }
    }

    private Outcome read(Path path, UsageFile file, Mapping mapping, Options options)
            throws IOException {
        return switch (RowReader.of(mapping, file.rows().columns(), clock.instant())) {
            case UsageFile.Unusable<RowReader> unusable ->
                    new Unusable(unusable.code(), unusable.message());
            case UsageFile.Ready<RowReader> reader -> {
                try (RejectedFile aside =
                        new RejectedFile(
                                folder(path, options), path, file.isCsv(), file.rows().header())) {
                    yield new Journey(file, reader.opened(), aside, options).run(path);
                }
            }
        };
    }

    private static Path folder(Path path, Options options) {
        if (options.rejectedFolder() != null) {
            return options.rejectedFolder();
        }
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static String reason(Path path, IOException failure) {
        return "The file "
                + path
                + " can't be read on: "
                + failure.getClass().getSimpleName()
                + (failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")")
                + ".";
    }

    /** One file on its way. */
    private final class Journey {
        private final UsageFile file;
        private final RowReader reader;
        private final RejectedFile aside;
        private final Options options;
        private final Tally tally = new Tally();
        private final List<RowReader.Event> batch = new ArrayList<>(BATCH_EVENTS);
        private long batchBytes;

        Journey(UsageFile file, RowReader reader, RejectedFile aside, Options options) {
            this.file = file;
            this.reader = reader;
            this.aside = aside;
            this.options = options;
        }

        Outcome run(Path path) throws IOException {
            UsageSink.Failed failed = null;
            String unreadable = null;
            try {
                failed = rows();
            } catch (IOException damaged) {
                unreadable = reason(path, damaged);
            }
            if (failed == null) {
                failed = flush();
            }
            progress.at(file.bytesRead(), file.bytesTotal(), tally.rows());
            ImportSummary summary = tally.summary(aside.path(), reader.neverSeen());
            if (failed != null) {
                return new Stopped(summary, failed.code(), failed.message());
            }
            return unreadable == null
                    ? new Done(summary)
                    : new Stopped(summary, "unreadable_file", unreadable);
        }

        private UsageSink.@Nullable Failed rows() throws IOException {
            UsageSink.Failed failed = null;
            RawRow raw = file.rows().next();
            while (raw != null && failed == null) {
                failed = row(reader.read(raw), raw);
                if (tally.rows() % BATCH_EVENTS == 0) {
                    progress.at(file.bytesRead(), file.bytesTotal(), tally.rows());
                }
                raw = failed == null ? file.rows().next() : null;
            }
            return failed;
        }

        private UsageSink.@Nullable Failed row(RowReader.Row row, RawRow raw) throws IOException {
            switch (row) {
                case RowReader.Event event -> {
                    tally.event(event.event());
                    if (options.dryRun()) {
                        return null;
                    }
                    batch.add(event);
                    batchBytes += event.raw().length;
                }
                case RowReader.Broken broken -> {
                    tally.broken(broken.row());
                    keep(raw.raw());
                }
            }
            return batch.size() >= BATCH_EVENTS || batchBytes >= BATCH_BYTES ? flush() : null;
        }

        private UsageSink.@Nullable Failed flush() throws IOException {
            if (batch.isEmpty()) {
                return null;
            }
            List<UsageEvent> events = batch.stream().map(RowReader.Event::event).toList();
            switch (sink.send(options.source(), events)) {
                case UsageSink.Failed failed -> {
                    return failed;
                }
                case UsageSink.Taken taken -> {
                    tally.sent(events.size(), taken);
                    for (UsageSink.Refused refused : taken.refused()) {
                        RowReader.Event event = batch.get(refused.index());
                        tally.remember(
                                new BrokenRow(
                                        event.line(), null, refused.code(), refused.message()));
                        keep(event.raw());
                    }
                }
            }
            batch.clear();
            batchBytes = 0;
            return null;
        }

        private void keep(byte[] raw) throws IOException {
            if (!options.dryRun()) {
                aside.add(raw);
            }
        }
    }
}
