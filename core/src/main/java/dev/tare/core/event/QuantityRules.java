package dev.tare.core.event;

import static dev.tare.core.event.FieldRules.broken;
import static dev.tare.core.event.Rejection.shown;

import dev.tare.core.money.DecimalText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules of what was used: sent in units, or as the provider counts it, or both. */
final class QuantityRules {
    private static final int UNIT_LENGTH_MAX = 64;
    private static final String CONVENTION = "usage_convention";
    private static final String SERVICE_TIER = "service_tier";

    private QuantityRules() {}

    /** Those sent in units, and those of the provider's own count. */
    static Quantities quantities(UsageEventDraft draft) throws FieldRules.Broken {
        Map<String, String> byUnit = draft.quantities;
        if (byUnit.isEmpty() && draft.usage.isEmpty()) {
            return Quantities.ONE_CALL;
        }
        if (byUnit.size() > EventRules.UNITS_MAX) {
            throw broken(
                    RejectionCode.TOO_MANY_UNITS,
                    "quantities",
                    "Field \"quantities\" names "
                            + byUnit.size()
                            + " units; send at most "
                            + EventRules.UNITS_MAX
                            + ".");
        }
        TreeMap<String, BigDecimal> quantities = new TreeMap<>();
        for (Map.Entry<String, String> entry : byUnit.entrySet()) {
            quantities.put(
                    unit(entry.getKey()), number("quantities.", entry.getKey(), entry.getValue()));
        }
        if (!draft.usage.isEmpty()) {
            for (Map.Entry<String, BigDecimal> one : buckets(draft).byUnit().entrySet()) {
                if (quantities.put(unit(one.getKey()), one.getValue()) != null) {
                    throw broken(
                            RejectionCode.DUPLICATE_FIELD,
                            "quantities." + one.getKey(),
                            "Quantity "
                                    + shown(one.getKey())
                                    + " is there twice, in \"usage\" and in \"quantities\"; send it"
                                    + " once.");
                }
            }
        }
        return new Quantities((SortedMap<String, BigDecimal>) quantities);
    }

    /** What the provider counted, in units. A count of nothing is kept as one. */
    private static TokenUsage.Buckets buckets(UsageEventDraft draft) throws FieldRules.Broken {
        Map<String, BigDecimal> told = new TreeMap<>();
        for (Map.Entry<String, String> entry : draft.usage.entrySet()) {
            String name = entry.getKey();
            BigDecimal number = parsed(entry.getValue());
            // What isn't a count may be any number; it is read where some price is by it.
            if (number != null || TokenUsage.isCount(name, draft.usage.keySet())) {
                told.put(name, number("usage.", name, entry.getValue()));
            }
        }
        return switch (TokenUsage.read(told)) {
            case TokenUsage.Refused refused ->
                    throw broken(
                            RejectionCode.INCONSISTENT_USAGE,
                            "usage",
                            refused.why() + "; send the count as the provider gave it.");
            case TokenUsage.Buckets buckets -> buckets.orNothing();
        };
    }

    /**
     * The metadata with how the count was spelled, and the service tier that came with it, which
     * prices ask for. What the sender says there itself stands.
     */
    static @Nullable String metadata(UsageEventDraft draft) throws FieldRules.Broken {
        if (draft.usage.isEmpty()) {
            return draft.metadata;
        }
        String sent = draft.metadata == null ? "{}" : draft.metadata;
        Map<String, String> said = MetadataScan.scalars(sent);
        List<String> more = new ArrayList<>();
        if (!said.containsKey(CONVENTION)) {
            more.add("\"" + CONVENTION + "\":\"" + buckets(draft).convention().text() + "\"");
        }
        String tier = draft.serviceTier;
        if (tier != null && isUnit(tier) && !said.containsKey(SERVICE_TIER)) {
            more.add("\"" + SERVICE_TIER + "\":\"" + tier + "\"");
        }
        if (more.isEmpty()) {
            return sent;
        }
        String rest = sent.substring(sent.indexOf('{') + 1);
        return "{" + String.join(",", more) + (rest.strip().equals("}") ? "" : ",") + rest;
    }

    private static String unit(String unit) throws FieldRules.Broken {
        if (!isUnit(unit)) {
            throw broken(
                    RejectionCode.INVALID_UNIT,
                    "quantities",
                    "Unit "
                            + shown(unit)
                            + " is not a unit's name; send lower-case letters,"
                            + " digits and _, such as input_tokens.");
        }
        return unit;
    }

    private static boolean isUnit(String text) {
        if (text.isEmpty() || text.length() > UNIT_LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '_'))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable BigDecimal parsed(String text) {
        BigDecimal number =
                DecimalText.parse(
                        text, EventRules.QUANTITY_INTEGER_DIGITS, EventRules.QUANTITY_DECIMALS);
        return number == null || number.signum() < 0 ? null : number;
    }

    private static BigDecimal number(String path, String unit, String text)
            throws FieldRules.Broken {
        BigDecimal quantity = parsed(text);
        if (quantity == null) {
            throw broken(
                    RejectionCode.INVALID_QUANTITY,
                    path + unit,
                    "Quantity \""
                            + unit
                            + "\" can't be "
                            + shown(text)
                            + "; send a number from 0 with at most "
                            + EventRules.QUANTITY_INTEGER_DIGITS
                            + " digits before and "
                            + EventRules.QUANTITY_DECIMALS
                            + " after the point.");
        }
        return quantity;
    }
}
