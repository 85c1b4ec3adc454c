package dev.tare.core.pricing;

import dev.tare.core.event.Quantities;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call's cost as it comes together, part by part. It is an amount only where every quantity of
 * the call found its price. Not safe for use by many threads.
 */
final class Bill {
    private final List<CostPart> parts = new ArrayList<>(4);
    private BigDecimal total = BigDecimal.ZERO;
    private String rule = "";
    private @Nullable Calculation refusal;

    /** A part: quantity × rate. */
    void add(String unit, BigDecimal quantity, BigDecimal rate, String how) {
        add(new CostPart(unit, quantity, rate, quantity.multiply(rate), said(how)));
    }

    private void add(CostPart part) {
        parts.add(part);
        total = total.add(part.exact());
    }

    /**
     * What one bill is more than another of the same kind, part by part. Where that is nothing the
     * unit still has its price.
     */
    void difference(String rule, String unit, Bill whole, Bill before) {
        List<CostPart> away = new ArrayList<>(before.parts);
        int first = parts.size();
        for (CostPart part : whole.parts) {
            CostPart same = taken(away, part);
            BigDecimal quantity =
                    same == null ? part.quantity() : part.quantity().subtract(same.quantity());
            if (quantity.signum() != 0) {
                add(part.unit(), quantity, part.rate(), rule + "; " + part.rule());
            }
        }
        for (CostPart part : away) {
            if (part.quantity().signum() != 0) {
                add(part.unit(), part.quantity().negate(), part.rate(), rule + "; " + part.rule());
            }
        }
        if (parts.size() == first) {
            add(unit, BigDecimal.ZERO, BigDecimal.ZERO, rule);
        }
    }

    private static @Nullable CostPart taken(List<CostPart> away, CostPart like) {
        for (int i = 0; i < away.size(); i++) {
            CostPart part = away.get(i);
            if (part.unit().equals(like.unit())
                    && part.rule().equals(like.rule())
                    && part.rate().compareTo(like.rate()) == 0) {
                return away.remove(i);
            }
        }
        return null;
    }

    /** What its parts come to, exactly. */
    BigDecimal sum() {
        return total;
    }

    /** The price can't be told. The first reason stands. */
    void refuse(Calculation reason) {
        if (refusal == null) {
            refusal = reason;
        }
    }

    /** Prices under a rule, which every part made meanwhile names. */
    void under(String more, PricingModel model, Call call) {
        String outer = rule;
        rule = said(more);
        model.charge(call, this);
        rule = outer;
    }

    /** Each part made meanwhile is charged at that share of its rate. */
    void scaled(BigDecimal factor, String how, PricingModel model, Call call) {
        int first = parts.size();
        under(how, model, call);
        for (int i = first; i < parts.size(); i++) {
            CostPart full = parts.get(i);
            BigDecimal rate = full.rate().multiply(factor);
            BigDecimal exact = full.quantity().multiply(rate);
            total = total.subtract(full.exact()).add(exact);
            parts.set(i, new CostPart(full.unit(), full.quantity(), rate, exact, full.rule()));
        }
    }

    private String said(String how) {
        if (how.isEmpty()) {
            return rule;
        }
        return rule.isEmpty() ? how : rule + "; " + how;
    }

    /** The outcome, once every part of the price has had its say. */
    Calculation total(Call call) {
        if (refusal != null) {
            return refusal;
        }
        List<String> missing = withoutPrice(call.quantities().byUnit());
        Calculation.Amount known = new Calculation.Amount(total, parts);
        return missing.isEmpty() ? known : new Calculation.NoRate(missing, known);
    }

    /** Quantities that are not 0 and have no part; the number of calls may go without. */
    private List<String> withoutPrice(Map<String, BigDecimal> quantities) {
        List<String> missing = List.of();
        boolean onlyCalls = quantities.size() == 1;
        for (Map.Entry<String, BigDecimal> quantity : quantities.entrySet()) {
            String unit = quantity.getKey();
            boolean exempt = unit.equals(Quantities.CALLS) && !onlyCalls;
            if (!exempt && quantity.getValue().signum() != 0 && !isPriced(unit)) {
                missing = missing.isEmpty() ? new ArrayList<>() : missing;
                missing.add(unit);
            }
        }
        return missing;
    }

    private boolean isPriced(String unit) {
        for (CostPart part : parts) {
            if (part.unit().equals(unit)) {
                return true;
            }
        }
        return false;
    }
}
