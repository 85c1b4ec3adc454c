package dev.tare.server.importer;

import dev.tare.core.reconcile.Bill;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A provider's bill as CSV, read row by row into a {@link Bill}. */
public final class BillFile {
    /** Rows that couldn't be used, and are named. */
    private static final int BROKEN_NAMED = 20;

    private BillFile() {}

    /**
     * Which part of it counts.
     *
     * @param zone in which its days are cut; {@code null}: the mapping's, else UTC
     * @param from first day, {@code null}: any
     * @param to last day, {@code null}: any
     */
    public record Span(@Nullable ZoneId zone, @Nullable LocalDate from, @Nullable LocalDate to) {}

    /** What came of reading. */
    public sealed interface Result {}

    /**
     * It was read to its end.
     *
     * @param rows in all
     * @param broken of these, and not in the bill
     * @param firstBroken the first of them
     */
    public record Read(Bill bill, long rows, long broken, List<BrokenRow> firstBroken)
            implements Result {}

    /** It can't be read at all. */
    public record Unusable(String code, String message) implements Result {}

    /** Reads CSV in UTF-8. */
    public static Result read(InputStream csv, BillMapping mapping, Span span) throws IOException {
        return switch (CsvRows.open(new SourceLines(csv), mapping.delimiter)) {
            case UsageFile.Unusable<UsageFile.Rows> none ->
                    new Unusable(none.code(), none.message());
            case UsageFile.Ready<UsageFile.Rows> rows -> {
                List<String> header = Objects.requireNonNull(rows.opened().columns());
                yield switch (BillColumns.of(mapping, header)) {
                    case UsageFile.Unusable<BillColumns> none ->
                            new Unusable(none.code(), none.message());
                    case UsageFile.Ready<BillColumns> columns ->
                            read(rows.opened(), mapping, columns.opened(), span);
                };
            }
        };
    }

    private static Read read(
            UsageFile.Rows rows, BillMapping mapping, BillColumns columns, Span span)
            throws IOException {
        ZoneId zone =
                Objects.requireNonNullElse(
                        span.zone(), Objects.requireNonNullElse(mapping.zone(), ZoneId.of("UTC")));
        Bill bill = new Bill(zone, span.from(), span.to());
        BillLines lines = new BillLines(mapping, columns, zone, bill);
        List<BrokenRow> named = new ArrayList<>();
        long count = 0;
        long broken = 0;
        for (RawRow row = rows.next(); row != null; row = rows.next()) {
            count++;
            BrokenRow wrong = lines.take(row);
            if (wrong != null) {
                broken++;
                if (named.size() < BROKEN_NAMED) {
                    named.add(wrong);
                }
            }
        }
        return new Read(bill, count, broken, List.copyOf(named));
    }
}
