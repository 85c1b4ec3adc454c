package dev.tare.server.importer;

import dev.tare.core.event.Rejection;
import dev.tare.core.money.DecimalText;
import dev.tare.core.reconcile.Bill;
import dev.tare.core.reconcile.BillItem;
import dev.tare.core.reconcile.BillLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns rows of a bill into its lines. What a row doesn't say is never guessed. */
final class BillLines {
    private static final Pattern UNIT = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final int INTEGER_DIGITS_MAX = 18;
    private static final int DECIMALS_MAX = 18;
    private static final int CATEGORY_MAX = 40;

    private final BillMapping mapping;
    private final BillColumns columns;
    private final ZoneId zone;
    private final TimeReading times;
    private final Bill bill;

    BillLines(BillMapping mapping, BillColumns columns, ZoneId zone, Bill bill) {
        this.mapping = mapping;
        this.columns = columns;
        this.zone = zone;
        this.bill = bill;
        // FOCUS's times are UTC, wherever its days are to be cut.
        ZoneId ofTimes = columns.focus() ? ZoneOffset.UTC : zone;
        this.times = Objects.requireNonNull(TimeReading.of(mapping.times.format(), ofTimes));
    }

    static boolean isUnit(String text) {
        return UNIT.matcher(text).matches();
    }

    /** Why a row is no line. */
    private static final class Broken extends Exception {
        private final @Nullable String field;
        private final String code;

        Broken(@Nullable String field, String code, String message) {
            super(message, null, false, false);
            this.field = field;
            this.code = code;
        }
    }

    /** Adds a row to the bill; why it can't be, or {@code null}. */
    @Nullable BrokenRow take(RawRow row) {
        return switch (row) {
            case RawRow.Damaged damaged ->
                    new BrokenRow(damaged.line(), null, damaged.code(), damaged.message());
            case RawRow.Filled filled -> {
                try {
                    take(filled);
                    yield null;
                } catch (Broken broken) {
                    yield new BrokenRow(
                            filled.line(),
                            broken.field,
                            broken.code,
                            String.valueOf(broken.getMessage()));
                }
            }
        };
    }

    private void take(RawRow.Filled row) throws Broken {
        String currency = needed(row, "currency");
        if (!currency.equals("USD")) {
            throw broken(
                    "currency",
                    "unknown_currency",
                    Rejection.shown(currency) + " can't be compared; Tare counts in USD.");
        }
        String amountText = needed(row, "amount");
        BigDecimal amount = number("amount", amountText);
        String category = apart(row, amount);
        if (category != null) {
            bill.addApart(category, amount);
            return;
        }
        Bill.Refusal refusal = bill.add(line(row, amount, decimals(amountText, amount)));
        if (refusal != null) {
            throw new Broken(null, refusal.code(), refusal.message());
        }
    }

    private BillLine line(RawRow.Filled row, BigDecimal amount, int decimals) throws Broken {
        BillMapping.Item item = item(row);
        BillMapping.Unit unit = item.unit() == null ? unit(row) : item.unit();
        String quantityText = needed(row, "quantity");
        BigDecimal quantity = number("quantity", quantityText);
        if (quantity.signum() < 0) {
            throw broken(
                    "quantity",
                    "negative_quantity",
                    Rejection.shown(quantityText) + " is below 0 at an amount that isn't.");
        }
        Instant[] span = span(row);
        return new BillLine(
                row.line(),
                span[0],
                span[1],
                item.item(),
                unit.name(),
                quantity.multiply(unit.per()),
                step(decimals(quantityText, quantity), unit.per()),
                amount,
                decimals,
                UUID.nameUUIDFromBytes(row.raw()));
    }

    /** A bill of whole units says them all; one in thousands, or with a point, may have rounded. */
    private static BigDecimal step(int decimals, BigDecimal per) {
        return decimals == 0 && per.compareTo(BigDecimal.ONE) <= 0
                ? BigDecimal.ZERO
                : per.movePointLeft(decimals);
    }

    /** What a row is counted under that isn't usage, {@code null} where it is. */
    private @Nullable String apart(RawRow.Filled row, BigDecimal amount) throws Broken {
        if (columns.byField().containsKey("category")
                || mapping.constants.containsKey("category")) {
            String category = needed(row, "category");
            if (!category.toLowerCase(Locale.ROOT).equals("usage")) {
                return category.length() > CATEGORY_MAX
                        ? category.substring(0, CATEGORY_MAX)
                        : category;
            }
        }
        String charge = columns.value(row.cells(), "class");
        if (charge != null) {
            return charge.length() > CATEGORY_MAX ? charge.substring(0, CATEGORY_MAX) : charge;
        }
        String item = columns.value(row.cells(), "item");
        if (item != null && mapping.ignored.contains(item)) {
            return "Ignored items";
        }
        return amount.signum() < 0 ? "Usage below zero" : null;
    }

    private BillMapping.Item item(RawRow.Filled row) throws Broken {
        if (!columns.byField().containsKey("item")) {
            String operation = value(row, "operation");
            String model = value(row, "model");
            if (operation == null && model == null) {
                throw broken("item", "missing_value", "The line names no operation and no model.");
            }
            return new BillMapping.Item(new BillItem(operation, model), null);
        }
        String name = needed(row, "item");
        BillMapping.Item known = mapping.items.get(name);
        if (known != null) {
            return known;
        }
        if (mapping.items.isEmpty()) {
            return new BillMapping.Item(new BillItem(null, name), null);
        }
        throw broken(
                "item",
                "unknown_item",
                Rejection.shown(name)
                        + " isn't among the mapping's items; add it there, or to ignored.");
    }

    private BillMapping.Unit unit(RawRow.Filled row) throws Broken {
        String name = needed(row, "unit");
        BillMapping.Unit known = mapping.units.get(name);
        if (known != null) {
            return known;
        }
        if (!isUnit(name)) {
            throw broken(
                    "unit",
                    "unknown_unit",
                    Rejection.shown(name)
                            + " is no unit of the log; say in the mapping's units or items what it"
                            + " is.");
        }
        return new BillMapping.Unit(name, BigDecimal.ONE);
    }

    private Instant[] span(RawRow.Filled row) throws Broken {
        if (columns.byField().containsKey("day")) {
            Instant start = time(row, "day");
            LocalDate day = start.atZone(zone).toLocalDate();
            if (!day.atStartOfDay(zone).toInstant().equals(start)) {
                throw broken(
                        "day",
                        "not_midnight",
                        start + " isn't where a day begins in " + zone + "; give --tz.");
            }
            return new Instant[] {start, day.plusDays(1).atStartOfDay(zone).toInstant()};
        }
        Instant start = time(row, "start");
        Instant end = time(row, "end");
        if (!start.isBefore(end)) {
            throw broken(
                    "end", "empty_period", "The period " + start + " to " + end + " is empty.");
        }
        return new Instant[] {start, end};
    }

    private Instant time(RawRow.Filled row, String field) throws Broken {
        String text = needed(row, field);
        Instant time = times.read(text);
        if (time == null) {
            throw broken(
                    field, "invalid_time", Rejection.shown(text) + " is no time; " + times.mend());
        }
        return time;
    }

    private @Nullable String value(RawRow.Filled row, String field) {
        String value = columns.value(row.cells(), field);
        return value == null ? mapping.constants.get(field) : value;
    }

    private String needed(RawRow.Filled row, String field) throws Broken {
        String value = value(row, field);
        if (value == null) {
            throw broken(field, "missing_value", "The line has no " + field + ".");
        }
        return value;
    }

    private static BigDecimal number(String field, String text) throws Broken {
        BigDecimal number = DecimalText.parse(text, INTEGER_DIGITS_MAX, DECIMALS_MAX);
        if (number == null) {
            throw broken(
                    field,
                    "invalid_number",
                    Rejection.shown(text)
                            + " is no number; write it plain, such as 1234.56, without a currency"
                            + " or commas.");
        }
        return number;
    }

    /** As written: 1.50 has two. */
    private static int decimals(String text, BigDecimal number) {
        int point = text.indexOf('.');
        boolean plain = point >= 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
        return plain ? text.length() - point - 1 : Math.max(0, number.scale());
    }

    private static Broken broken(String field, String code, String message) {
        return new Broken(field, code, "Field \"" + field + "\": " + message);
    }
}
