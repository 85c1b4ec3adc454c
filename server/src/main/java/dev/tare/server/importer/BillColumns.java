package dev.tare.server.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a bill's fields stand: as a mapping says, or by the names that FOCUS gives its columns
 * (FinOps Open Cost and Usage Specification, 1.0 and later).
 *
 * @param byField the columns of a field; the first that has a value counts
 * @param focus whether they are FOCUS's
 */
record BillColumns(Map<String, List<String>> byField, boolean focus) {
    private static final Map<String, List<String>> FOCUS =
            Map.of(
                    "start", List.of("ChargePeriodStart"),
                    "end", List.of("ChargePeriodEnd"),
                    "item", List.of("SkuId", "ResourceName", "ServiceName"),
                    "unit", List.of("ConsumedUnit"),
                    "quantity", List.of("ConsumedQuantity"),
                    "amount", List.of("BilledCost", "EffectiveCost"),
                    "currency", List.of("BillingCurrency"),
                    "category", List.of("ChargeCategory"),
                    "class", List.of("ChargeClass"));

    private static final List<String> NEEDED =
            List.of("start", "end", "item", "unit", "quantity", "amount", "currency", "category");

    /** Those of a file with that header, or why there are none. */
    static UsageFile.Opened<BillColumns> of(BillMapping mapping, List<String> header) {
        return mapping.columns.isEmpty() ? focus(header) : mapped(mapping, header);
    }

    private static UsageFile.Opened<BillColumns> mapped(BillMapping mapping, List<String> header) {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (Map.Entry<String, String> one : mapping.columns.entrySet()) {
            if (!header.contains(one.getValue())) {
                return new UsageFile.Unusable<>(
                        "unknown_column",
                        "The mapping names the column "
                                + UsageFile.shown(one.getValue())
                                + " for "
                                + one.getKey()
                                + "; the file's columns are "
                                + UsageFile.shown(String.join(", ", header))
                                + ".");
            }
            columns.put(one.getKey(), List.of(one.getValue()));
        }
        return new UsageFile.Ready<>(new BillColumns(columns, false));
    }

    private static UsageFile.Opened<BillColumns> focus(List<String> header) {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        FOCUS.forEach((field, names) -> {
            List<String> there = names.stream().filter(header::contains).toList();
            if (!there.isEmpty()) {
                columns.put(field, there);
            } else if (NEEDED.contains(field)) {
                missing.add(String.join(" or ", names));
            }
        });
        // Of two amounts one counts, whether or not it has a value: both are never meant.
        columns.computeIfPresent("amount", (field, names) -> List.of(names.getFirst()));
        if (missing.isEmpty()) {
            return new UsageFile.Ready<>(new BillColumns(columns, true));
        }
        missing.sort(null);
        return new UsageFile.Unusable<>(
                "mapping_needed",
                "The file isn't FOCUS (it has no column "
                        + String.join(", ", missing)
                        + "); say with a mapping which column is what.");
    }

    /** A field's value in a row, without space around it; {@code null} where it has none. */
    @Nullable String value(RawRow.Cells row, String field) {
        for (String column : byField.getOrDefault(field, List.of())) {
            String value = row.get(column);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }
}
