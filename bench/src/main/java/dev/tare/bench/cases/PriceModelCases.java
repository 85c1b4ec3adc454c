package dev.tare.bench.cases;

import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Price models of billing systems: properties and usage, with the amount that comes of them. What
 * each system calls its models is translated to Tare's by {@link LagoModels}, {@link
 * KillBillModels} and {@link OpenMeterModels}. Compared is the amount, rounded as the case rounds.
 */
final class PriceModelCases implements CaseKind {
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
        Amount is =
                model.startsWith("lago_")
                        ? LagoModels.amount(model, properties, input)
                        : model.startsWith("killbill_")
                                ? KillBillModels.amount(properties, input)
                                : OpenMeterModels.amount(properties, input);
        if (is.exact() == null) {
            return new Verdict.Unsupported(is.why());
        }
        BigDecimal rounded = rounded(is.exact(), transform(one.byKey().get("expected")));
        if (Fields.same(rounded, should)) {
            return Verdict.AGREED;
        }
        String name = Fields.text(one, "name");
        boolean byLicence = name != null && name.contains("if not premium");
        return byLicence
                ? new Verdict.ByDecision(Decision.PREMIUM_LIMITS, rounded.toPlainString())
                : new Verdict.Disagreed(rounded.toPlainString());
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
