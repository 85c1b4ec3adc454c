package dev.tare.bench.cases;

import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a call should cost: one amount in all, or those of prompt and answer. */
record Expected(List<BigDecimal> amounts) {
    static @Nullable Expected of(@Nullable TextTree told) {
        List<TextTree> values =
                switch (told) {
                    case TextTree.Items items -> items.items();
                    case TextTree.Fields sides -> sides(sides);
                    case null -> List.of();
                    default -> List.of(told);
                };
        List<BigDecimal> amounts = new ArrayList<>();
        for (TextTree value : values) {
            BigDecimal amount = Fields.number(value);
            if (amount == null) {
                return null;
            }
            amounts.add(amount);
        }
        return amounts.isEmpty() || amounts.size() > 2 ? null : new Expected(amounts);
    }

    private static List<TextTree> sides(TextTree.Fields told) {
        TextTree prompt = told.byKey().get("prompt_cost");
        TextTree answer = told.byKey().get("completion_cost");
        return prompt == null || answer == null ? List.of() : List.of(prompt, answer);
    }

    BigDecimal total() {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Whether those are the amounts, each side by itself where both are told. */
    boolean is(BigDecimal prompt, BigDecimal answer) {
        return amounts.size() == 1
                ? Fields.same(total(), prompt.add(answer))
                : Fields.same(amounts.getFirst(), prompt) && Fields.same(amounts.getLast(), answer);
    }

    @Override
    public String toString() {
        return amounts.stream().map(BigDecimal::toPlainString).collect(Collectors.joining(" and "));
    }
}
