package dev.tare.testkit;

import dev.tare.core.ledger.StoreRefusedData;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every store must be able to hold, and what it must refuse. */
final class StorableRows {
    private StorableRows() {}

    static void check(List<PricedEvent> candidates) {
        for (PricedEvent row : candidates) {
            checkAmount(row.value().credits());
            checkAmount(row.apiCost());
            checkAmount(row.creditValue());
        }
    }

    /** A row's amounts have at most nine digits before the point and nine after it. */
    private static void checkAmount(@Nullable BigDecimal amount) {
        if (amount == null || amount.signum() == 0) {
            return;
        }
        BigDecimal digits = amount.stripTrailingZeros();
        if (digits.scale() > 9 || digits.precision() - digits.scale() > 9) {
            throw new StoreRefusedData(
                    "The amount " + amount + " doesn't fit.", new ArithmeticException());
        }
    }
}
