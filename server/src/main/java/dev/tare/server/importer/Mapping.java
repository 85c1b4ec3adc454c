package dev.tare.server.importer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a file is which field of an event.
 *
 * <pre>{@code
 * columns:                          # event field: column
 *   time: TIMESTAMP
 *   quantities.input_tokens: ContextTokens
 *   metadata.region: Region
 * constants:                        # also the value where the column is empty
 *   provider: azure
 *   operation: chat
 *   user_id: trace
 * time_format: iso                  # or epoch_seconds, epoch_millis, dd/MM/yyyy HH:mm …
 * time_zone: Europe/Berlin          # of times without an offset
 * statuses: { ok: success, error: failed }
 * delimiter: ";"                    # where the guess from the header is wrong
 * }</pre>
 *
 * <p>A mapping without columns takes columns by their own names: a file with the columns {@code
 * time}, {@code user_id}, {@code quantities.images} … needs none, nor does NDJSON of usage events.
 */
public final class Mapping {
    /** Columns are named as the fields are. */
    public static final Mapping NONE =
            new Mapping(Map.of(), Map.of(), Map.of(), TimeReading.DEFAULT, null);

    private final Map<String, String> columns;
    private final Map<String, String> constants;
    private final Map<String, String> statuses;
    private final TimeReading times;
    private final @Nullable Character delimiter;

    Mapping(
            Map<String, String> columns,
            Map<String, String> constants,
            Map<String, String> statuses,
            TimeReading times,
            @Nullable Character delimiter) {
        this.columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        this.constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
        this.statuses = Map.copyOf(statuses);
        this.times = times;
        this.delimiter = delimiter;
    }

    /** What came of reading a mapping. */
    public sealed interface Parsed {}

    /** A mapping without fault. */
    public record Good(Mapping mapping) implements Parsed {}

    /** Everything wrong with a mapping. */
    public record Bad(List<Problem> problems) implements Parsed {
        public Bad {
            problems = List.copyOf(problems);
        }
    }

    /**
     * One fault of a mapping.
     *
     * @param path where, such as {@code columns.time}
     * @param code stable, in snake case
     * @param message the value and the mend
     */
    public record Problem(String path, String code, String message) {}

    /** Reads a mapping file: YAML, or JSON of the same shape. */
    public static Parsed parse(String yamlOrJson) {
        return new MappingReader().file(yamlOrJson);
    }

    /**
     * This mapping with more, as given on the command line; what is given here wins.
     *
     * @param moreColumns event field to column
     * @param moreConstants event field to value
     */
    public Parsed with(Map<String, String> moreColumns, Map<String, String> moreConstants) {
        Map<String, String> allColumns = new LinkedHashMap<>(columns);
        allColumns.putAll(moreColumns);
        Map<String, String> allConstants = new LinkedHashMap<>(constants);
        allConstants.putAll(moreConstants);
        return new MappingReader()
                .checked(new Mapping(allColumns, allConstants, statuses, times, delimiter));
    }

    /** Event field to column; empty = columns are named as the fields are. */
    Map<String, String> columns() {
        return columns;
    }

    Map<String, String> constants() {
        return constants;
    }

    Map<String, String> statuses() {
        return statuses;
    }

    TimeReading times() {
        return times;
    }

    @Nullable Character delimiter() {
        return delimiter;
    }
}
