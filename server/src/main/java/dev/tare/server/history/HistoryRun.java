package dev.tare.server.history;

import dev.tare.core.pricing.Books;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the calls of somebody's tables to the ledger, page by page. */
public final class HistoryRun {
    /** Rows of a page: many, since tables without a fitting index are read once for each. */
    public static final int PAGE_ROWS = 20_000;

    /** Watches a run; called from the thread that runs it. */
    @FunctionalInterface
    public interface Watching {
        void at(long rowsRead, long rowsTotal);
    }

    /**
     * How to import.
     *
     * @param span which calls
     * @param limit rows read at most, {@code null} = all
     * @param dryRun reads, checks and sums up everything; sends and writes nothing
     * @param folder where progress and broken rows are kept
     * @param restart begins at the beginning, although a run was stopped in the middle
     * @param pageRows rows of a page
     */
    public record Options(
            HistorySpan span,
            @Nullable Long limit,
            boolean dryRun,
            Path folder,
            boolean restart,
            int pageRows) {}

    /** How a run ended. */
    public sealed interface Outcome {}

    /** All tables were read. {@code rejected} is the list of broken rows, {@code null} = none. */
    public record Done(HistorySummary summary, @Nullable Path rejected, boolean resumed)
            implements Outcome {}

    /** Nothing was read: the mapping doesn't fit the tables. */
    public record Unfit(List<HistoryMapping.Problem> problems) implements Outcome {}

    /**
     * It ended early. Run again, it goes on where it stopped.
     *
     * @param inMapping whether the mapping is to be mended, not what is around Tare
     */
    public record Stopped(HistorySummary summary, String code, String message, boolean inMapping)
            implements Outcome {}

    private final HistoryDatabase database;
    private final HistoryLedger ledger;
    private final Books books;
    private final Watching watching;
    private final Clock clock;

    public HistoryRun(
            HistoryDatabase database,
            HistoryLedger ledger,
            Books books,
            Watching watching,
            Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.books = books;
        this.watching = watching;
        this.clock = clock;
    }

    /** Imports what a mapping names. */
    public Outcome run(HistoryMapping mapping, Options options) throws IOException {
        try (SourceSession session = new SourceSession(database)) {
            SourceShape shape = SourceShape.of(mapping, session);
            return shape.problems().isEmpty()
                    ? started(mapping, options, session, shape)
                    : new Unfit(shape.problems());
        } catch (SourceFault fault) {
            return stopped(new HistoryTally(books), fault);
        }
    }

    private Outcome started(
            HistoryMapping mapping, Options options, SourceSession session, SourceShape shape)
            throws IOException {
        HistoryProgress progress =
                new HistoryProgress(HistoryProgress.file(options.folder(), mapping.source()));
        boolean keeps = !options.dryRun() && options.limit() == null;
        String fingerprint = fingerprint(mapping, options);
        HistoryProgress.State before =
                keeps && !options.restart() ? progress.read(fingerprint) : null;
        HistoryTally tally =
                before == null
                        ? new HistoryTally(books)
                        : new HistoryTally(books, before.summary());
        Path list = options.dryRun() ? null : rejectedFile(options, mapping);
        try (RejectedRows rejected = new RejectedRows(list, before != null)) {
            Journey journey = new Journey(mapping, options, session, shape, tally, rejected);
            if (before != null) {
                journey.from(before.table(), before.key());
            }
            if (keeps) {
                journey.keep(progress, fingerprint);
            }
            journey.run();
            if (keeps) {
                progress.forget();
            }
            return new Done(tally.summary(), rejected.path(), before != null);
        } catch (SourceFault fault) {
            return stopped(tally, fault);
        } catch (HistoryLedger.Away away) {
            return new Stopped(
                    tally.summary(), "not_sent", String.valueOf(away.getMessage()), false);
        }
    }

    private static Stopped stopped(HistoryTally tally, SourceFault fault) {
        HistoryMapping.Problem at = fault.problem();
        String place = at.path().isEmpty() ? "" : at.path() + ": ";
        return new Stopped(
                tally.summary(), fault.code(), place + fault.text(), fault.isInMapping());
    }

    private static Path rejectedFile(Options options, HistoryMapping mapping) {
        Path progress = HistoryProgress.file(options.folder(), mapping.source());
        return progress.resolveSibling(
                progress.getFileName().toString().replaceFirst("json$", "rejected.csv"));
    }

    /** Prices are part of it: sums made with other prices must not be added to. */
    private String fingerprint(HistoryMapping mapping, Options options) {
        return HistoryProgress.fingerprint(
                List.of(
                        mapping.text(),
                        database.name(),
                        options.span().toString(),
                        books.prices().cards().toString(),
                        books.plans().plans().toString(),
                        books.plans().tariffs().toString()));
    }

    /** One run on its way. */
    private final class Journey {
        private final HistoryMapping mapping;
        private final Options options;
        private final SourceSession session;
        private final SourceShape shape;
        private final HistoryTally tally;
        private final RejectedRows rejected;
        private final List<Long> totals = new ArrayList<>();
        private @Nullable HistoryProgress progress;
        private String fingerprint = "";
        private boolean resumed;
        private int firstTable;
        private @Nullable String firstKey;

        Journey(
                HistoryMapping mapping,
                Options options,
                SourceSession session,
                SourceShape shape,
                HistoryTally tally,
                RejectedRows rejected) {
            this.mapping = mapping;
            this.options = options;
            this.session = session;
            this.shape = shape;
            this.tally = tally;
            this.rejected = rejected;
        }

        void from(int table, @Nullable String key) {
            resumed = true;
            firstTable = table;
            firstKey = key;
        }

        void keep(HistoryProgress to, String as) {
            progress = to;
            fingerprint = as;
        }

        void run() throws IOException, SourceFault {
            for (CallTable table : mapping.calls()) {
                CallPages pages = pages(table);
                long[] counts = session.read(pages::count);
                totals.add(counts[0]);
                if (!resumed) {
                    tally.rows(table.name(), counts[1]);
                    tally.skipped("without a key in " + table.table(), counts[1]);
                }
            }
            for (int i = firstTable; i < mapping.calls().size(); i++) {
                table(i, i == firstTable ? firstKey : null);
            }
            if (tally.summary().rows() == 0) {
                tally.note(
                        "No rows were found. Where row-level security is on, a role sees none"
                                + " unless a policy lets it, or it has BYPASSRLS.");
            }
        }

        private CallPages pages(CallTable table) {
            return new CallPages(mapping, table, shape, options.span());
        }

        private void table(int index, @Nullable String from) throws IOException, SourceFault {
            CallTable table = mapping.calls().get(index);
            CallPages pages = pages(table);
            PageJourney steps =
                    new PageJourney(mapping, table, shape, ledger, tally, rejected, clock);
            String key = from;
            boolean more = room() > 0;
            while (more) {
                String behind = key;
                int rowsMax = (int) Math.min(options.pageRows(), room());
                String last =
                        steps.page(
                                session.read(s -> steps.read(s, pages, behind, rowsMax)),
                                options.dryRun());
                watching.at(
                        tally.summary().rows(), totals.stream().mapToLong(Long::longValue).sum());
                key = last;
                more = last != null && room() > 0;
                keep(last == null ? index + 1 : index, last);
            }
        }

        private long room() {
            return options.limit() == null
                    ? Long.MAX_VALUE
                    : options.limit() - tally.summary().rows();
        }

        private void keep(int table, @Nullable String key) throws IOException {
            rejected.flush();
            if (progress != null) {
                progress.write(new HistoryProgress.State(fingerprint, table, key, tally.summary()));
            }
        }
    }
}
