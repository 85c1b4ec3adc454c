package dev.tare.bench.cases;

import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Price models of billing systems: properties and usage, with the amount that comes of them. What
 * each system calls its models is translated to Tare's by {@link LagoModels}, {@link
 * KillBillModels} and {@link OpenMeterModels}. Compared is the amount, rounded as the case rounds.
 */
final class PriceModelCases implements CaseKind {
    private static final List<String> LIMITS =
            List.of("per_transaction_min_amount", "per_transaction_max_amount");

    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith("price_model_cases");
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        String model = Fields.text(one, "model");
        TextTree.Fields properties = Fields.mapping(one, "properties");
        TextTree.Fields input = Fields.mapping(one, "input");
        if (model == null || properties == null || input == null) {
            return new Verdict.Unsupported("no model, properties or input");
        }
        if (model.contains("prorated")) {
            return new Verdict.Unsupported("seats prorated by days: providers' calls aren't");
        }
        BigDecimal should = expected(one.byKey().get("expected"));
        if (should == null) {
            return new Verdict.Unsupported("no amount is expected");
        }
        Amount is = amount(model, properties, input);
        if (is.exact() == null) {
            return new Verdict.Unsupported(is.why());
        }
        String transform = transform(one.byKey().get("expected"));
        BigDecimal rounded = rounded(is.exact(), transform);
        if (Fields.same(rounded, should)) {
            return Verdict.AGREED;
        }
        String said = rounded.toPlainString() + " for " + should.toPlainString();
        // The other rule: without a licence there are no limits.
        BigDecimal free = amount(model, without(properties, LIMITS), input).exact();
        return free != null && Fields.same(rounded(free, transform), should)
                ? new Verdict.ByDecision(Decision.PREMIUM_LIMITS, said)
                : new Verdict.Disagreed(said);
    }

    private static Amount amount(String model, TextTree.Fields properties, TextTree.Fields input) {
        if (model.startsWith("lago_")) {
            return LagoModels.amount(model, properties, input);
        }
        return model.startsWith("killbill_")
                ? KillBillModels.amount(properties, input)
                : OpenMeterModels.amount(properties, input);
    }

    private static TextTree.Fields without(TextTree.Fields fields, List<String> names) {
        Map<String, TextTree> rest = new TreeMap<>(fields.byKey());
        names.forEach(rest::remove);
        return new TextTree.Fields(1, rest);
    }

    /** An amount, or why there is none. */
    record Amount(@Nullable BigDecimal exact, String why) {
        static Amount of(BigDecimal exact) {
            return new Amount(exact, "");
        }

        static Amount none(String why) {
            return new Amount(null, why);
        }
    }

    private static @Nullable BigDecimal expected(@Nullable TextTree expected) {
        return switch (expected) {
            case TextTree.Fields fields -> Fields.number(fields, "total");
            case TextTree.Items items -> {
                BigDecimal amount = null;
                for (TextTree item : items.items()) {
                    if (isAmount(item)) {
                        amount = Fields.number((TextTree.Fields) item, "value");
                    }
                }
                yield amount;
            }
            case null, default -> null;
        };
    }

    private static boolean isAmount(TextTree item) {
        return item instanceof TextTree.Fields fields
                && "amount".equals(Fields.text(fields, "field"));
    }

    private static String transform(@Nullable TextTree expected) {
        if (expected instanceof TextTree.Items items) {
            for (TextTree item : items.items()) {
                if (isAmount(item)) {
                    String transform = Fields.text((TextTree.Fields) item, "transform");
                    return transform == null ? "" : transform;
                }
            }
        }
        return "";
    }

    private static BigDecimal rounded(BigDecimal exact, String transform) {
        return switch (transform) {
            case "round(2)" -> exact.setScale(2, RoundingMode.HALF_UP);
            case "ceil(2)" -> exact.setScale(2, RoundingMode.CEILING);
            default -> exact;
        };
    }
}
