package dev.tare.server.importer;

import dev.tare.core.reconcile.BillItem;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a provider's bill says what Tare says of usage.
 *
 * <pre>{@code
 * columns:                          # leave out for FOCUS
 *   day: Date                       # or start and end
 *   item: Line item                 # or operation and model
 *   unit: Unit
 *   quantity: Quantity
 *   amount: Cost (USD)
 *   currency: Currency
 *   category: Type                  # all but "usage" is shown apart
 * constants: { currency: USD }      # also the value where the column is empty
 * items:                            # the bill's item: what it is in the log
 *   "GPT-4o, input": { model: gpt-4o, unit: input_tokens }
 *   "Upscale": { operation: upscale }
 * ignored: [ "Support plan" ]       # items that aren't in the log
 * units:
 *   "1K tokens": { unit: input_tokens, per: 1000 }
 * time_format: dd/MM/yyyy           # as in a mapping of usage
 * time_zone: America/Los_Angeles    # in which the bill's days are cut
 * delimiter: ";"
 * }</pre>
 */
public final class BillMapping {
    /** A file with FOCUS's columns. */
    public static final BillMapping NONE =
            new BillMapping(
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Set.of(),
                    Map.of(),
                    new Times(TimeReading.ISO, null),
                    null);

    final Map<String, String> columns;
    final Map<String, String> constants;
    final Map<String, Item> items;
    final Set<String> ignored;
    final Map<String, Unit> units;
    final Times times;
    final @Nullable Character delimiter;

    BillMapping(
            Map<String, String> columns,
            Map<String, String> constants,
            Map<String, Item> items,
            Set<String> ignored,
            Map<String, Unit> units,
            Times times,
            @Nullable Character delimiter) {
        this.columns = columns;
        this.constants = constants;
        this.items = items;
        this.ignored = ignored;
        this.units = units;
        this.times = times;
        this.delimiter = delimiter;
    }

    /** An item's name in the log, and its unit where the item says it. */
    record Item(BillItem item, @Nullable Unit unit) {}

    /** A unit of the log, and how many of it one of the bill's is. */
    record Unit(String name, BigDecimal per) {}

    /** How times are written; the zone is that of times without an offset, and of days. */
    record Times(String format, @Nullable ZoneId zone) {}

    /** What came of reading a mapping. */
    public sealed interface Parsed {}

    /** A mapping without fault. */
    public record Good(BillMapping mapping) implements Parsed {}

    /** Everything wrong with a mapping. */
    public record Bad(List<Mapping.Problem> problems) implements Parsed {
        public Bad {
            problems = List.copyOf(problems);
        }
    }

    /** Reads a mapping file: YAML, or JSON of the same shape. */
    public static Parsed parse(String yamlOrJson) {
        return new BillMappingReader().file(yamlOrJson);
    }

    /** The zone it names, {@code null}: none. */
    public @Nullable ZoneId zone() {
        return times.zone;
    }
}
