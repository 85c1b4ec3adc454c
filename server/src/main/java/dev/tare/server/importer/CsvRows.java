package dev.tare.server.importer;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of CSV. A quoted value may go over several lines; where a quote never closes, or the row it
 * makes doesn't fit the header, only its first line is lost and reading goes on with the next.
 */
final class CsvRows implements UsageFile.Rows {
    private static final String DELIMITERS = ",;\t|";
    private static final int ROW_LINES_MAX = 200;
    private static final int ROW_BYTES_MAX = 1 << 20;

    private final SourceLines lines;
    private final char delimiter;
    private final byte[] header;
    private final List<String> columns;
    private final Map<String, Integer> indexes = new HashMap<>();

    private CsvRows(SourceLines lines, char delimiter, byte[] header, List<String> columns) {
        this.lines = lines;
        this.delimiter = delimiter;
        this.header = header;
        this.columns = columns;
        for (int i = 0; i < columns.size(); i++) {
            if (!columns.get(i).isEmpty()) {
                indexes.put(columns.get(i), i);
            }
        }
    }

    /** Rows, or why there are none. */
    static UsageFile.Opened<UsageFile.Rows> open(SourceLines lines, @Nullable Character given)
            throws IOException {
        SourceLines.Line first = lines.next();
        while (first != null && first.blank()) {
            first = lines.next();
        }
        if (first == null) {
            return new UsageFile.Unusable<>(
                    "empty_file", "The file is empty; its first line must name" + " the columns.");
        }
        String text = RowText.decoded(first.bytes(), first.number() == 1);
        if (text == null || !first.whole()) {
            return new UsageFile.Unusable<>(
                    "not_utf8", "The file isn't UTF-8 text; save it as UTF-8 and import again.");
        }
        char delimiter = given == null ? guess(text) : given;
        List<String> columns = fields(text, delimiter);
        if (columns == null) {
            return new UsageFile.Unusable<>(
                    "malformed_header",
                    "The first line can't be read: "
                            + UsageFile.shown(text)
                            + "; it must name the columns.");
        }
        columns = columns.stream().map(String::strip).toList();
        for (int i = 0; i < columns.size(); i++) {
            if (!columns.get(i).isEmpty() && columns.subList(0, i).contains(columns.get(i))) {
                return new UsageFile.Unusable<>(
                        "duplicate_column",
                        "Two columns are named "
                                + UsageFile.shown(columns.get(i))
                                + "; rename one of them.");
            }
        }
        return new UsageFile.Ready<>(new CsvRows(lines, delimiter, first.bytes(), columns));
    }

    private static char guess(String header) {
        char best = ',';
        long most = 0;
        for (int d = 0; d < DELIMITERS.length(); d++) {
            char candidate = DELIMITERS.charAt(d);
            long count = 0;
            boolean quoted = false;
            for (int i = 0; i < header.length(); i++) {
                char c = header.charAt(i);
                quoted ^= c == '"';
                count += c == candidate && !quoted ? 1 : 0;
            }
            if (count > most) {
                best = candidate;
                most = count;
            }
        }
        return best;
    }

    @Override
    public List<String> columns() {
        return columns.stream().filter(name -> !name.isEmpty()).toList();
    }

    @Override
    public byte[] header() {
        return header;
    }

    @Override
    public @Nullable RawRow next() throws IOException {
        SourceLines.Line line = lines.next();
        while (line != null && line.blank()) {
            line = lines.next();
        }
        if (line == null) {
            return null;
        }
        if (!line.whole()) {
            return new RawRow.Damaged(
                    line.number(),
                    line.bytes(),
                    "too_long",
                    "The line is longer than " + SourceLines.LINE_BYTES_MAX + " bytes.");
        }
        return open(line.bytes(), false) ? severalLines(line) : row(line.number(), line.bytes());
    }

    private RawRow severalLines(SourceLines.Line first) throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first.bytes());
        List<SourceLines.Line> more = new ArrayList<>();
        boolean open = true;
        while (open && more.size() < ROW_LINES_MAX && joined.size() < ROW_BYTES_MAX) {
            SourceLines.Line line = lines.next();
            if (line == null) {
                break;
            }
            more.add(line);
            joined.write('\n');
            joined.writeBytes(line.bytes());
            open = !line.whole() || open(line.bytes(), true);
        }
        if (!open) {
            RawRow row = row(first.number(), joined.toByteArray());
            if (row instanceof RawRow.Filled) {
                return row;
            }
        }
        lines.pushBack(more);
        return new RawRow.Damaged(
                first.number(),
                first.bytes(),
                "unclosed_quote",
                "A quote opens and the row it makes doesn't fit the header; close it, or double"
                        + " a quote that belongs to the text.");
    }

    /** Whether a quoted value is still open at the end of a line. */
    private boolean open(byte[] bytes, boolean openBefore) {
        boolean quoted = openBefore;
        boolean fieldStart = !openBefore;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (quoted) {
                if (b == '"') {
                    boolean doubled = i + 1 < bytes.length && bytes[i + 1] == '"';
                    i += doubled ? 1 : 0;
                    quoted = doubled;
                }
            } else {
                quoted = b == '"' && fieldStart;
                fieldStart = b == delimiter;
            }
        }
        return quoted;
    }

    private RawRow row(long line, byte[] raw) {
        String text = RowText.decoded(raw, line == 1);
        if (text == null) {
            return new RawRow.Damaged(
                    line, raw, "invalid_text", "The line isn't UTF-8; save the file as UTF-8.");
        }
        List<String> fields = fields(text, delimiter);
        if (fields == null) {
            return new RawRow.Damaged(
                    line,
                    raw,
                    "malformed_line",
                    "Text stands behind a closing quote; double a quote that belongs to the text.");
        }
        if (fields.size() != columns.size()) {
            return new RawRow.Damaged(
                    line,
                    raw,
                    "wrong_number_of_columns",
                    "The line has "
                            + fields.size()
                            + " values and the header "
                            + columns.size()
                            + " columns.");
        }
        return new RawRow.Filled(line, raw, new CsvCells(indexes, fields));
    }

    private static @Nullable List<String> fields(String text, char delimiter) {
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder()
                        .fieldSeparator(delimiter)
                        .acceptCharsAfterQuotes(false)
                        .skipEmptyLines(false)
                        .maxBufferSize(SourceLines.LINE_BYTES_MAX * 2)
                        .ofCsvRecord(text)) {
            var records = reader.iterator();
            List<String> fields = records.hasNext() ? records.next().getFields() : List.of();
            return records.hasNext() ? null : fields;
        } catch (CsvParseException | IOException malformed) {
            return null;
        }
    }

    private record CsvCells(Map<String, Integer> indexes, List<String> values)
            implements RawRow.Cells {
        @Override
        public @Nullable String get(String column) {
            Integer index = indexes.get(column);
            return index == null ? null : values.get(index);
        }

        @Override
        public Iterable<String> names() {
            return indexes.keySet();
        }
    }
}
