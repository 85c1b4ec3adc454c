package dev.tare.core.pricing;

import dev.tare.core.event.FewNames;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The price depends on what the call asked for: size and quality, resolution, region, service tier.
 * The first choice that fits is taken.
 *
 * @param choices in the order in which they are tried
 * @param otherwise where none fits; {@code null} = the call has no price then
 */
public record AttributePricing(List<Choice> choices, @Nullable PricingModel otherwise)
        implements PricingModel {
    /**
     * A price and what it is for.
     *
     * @param when attributes and their values, at least one; upper and lower case are alike
     * @param pricing the price
     */
    public record Choice(SortedMap<String, String> when, PricingModel pricing) {
        public Choice {
            if (when.isEmpty()) {
                throw new IllegalArgumentException("A choice needs an attribute to go by.");
            }
            when = FewNames.of(when);
        }

        private boolean fits(Call call) {
            for (Map.Entry<String, String> wanted : when.entrySet()) {
                String told = call.attributes().get(wanted.getKey());
                if (told == null || !told.equalsIgnoreCase(wanted.getValue())) {
                    return false;
                }
            }
            return true;
        }

        private String named() {
            return when.entrySet().stream()
                    .map(wanted -> wanted.getKey() + " " + wanted.getValue())
                    .collect(Collectors.joining(", "));
        }
    }

    public AttributePricing {
        choices = List.copyOf(choices);
    }

    @Override
    public void charge(Call call, Bill bill) {
        // A call that tells nothing fits none: most don't, and shouldn't go through them all.
        if (call.attributes().areTold()) {
            for (Choice choice : choices) {
                if (choice.fits(call)) {
                    bill.under(choice.named(), choice.pricing(), call);
                    return;
                }
            }
        }
        if (otherwise == null) {
            bill.refuse(new Calculation.NoChoice(told(call)));
        } else {
            otherwise.charge(call, bill);
        }
    }

    /** What the call says of the attributes that matter. */
    private String told(Call call) {
        return choices.stream()
                .flatMap(choice -> choice.when().keySet().stream())
                .distinct()
                .sorted()
                .map(name -> {
                    String told = call.attributes().get(name);
                    return name + " " + (told == null ? "not told" : told);
                })
                .collect(Collectors.joining(", "));
    }
}
