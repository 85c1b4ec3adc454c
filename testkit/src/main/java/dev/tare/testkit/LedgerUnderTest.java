package dev.tare.testkit;

import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.LedgerAudit;
import java.util.function.Function;

/** One ledger's ports, as a contract uses them; all look at the same tables. */
public interface LedgerUnderTest {
    UsageStore store();

    UsageSums sums();

    LoggedEvents events();

    UnpricedUsage unpriced();

    /** Runs a check on one snapshot. */
    <T> T audit(Function<LedgerAudit, T> check);

    /** The ledger in memory. */
    static LedgerUnderTest of(InMemoryLedger ledger) {
        return new LedgerUnderTest() {
            @Override
            public UsageStore store() {
                return ledger;
            }

            @Override
            public UsageSums sums() {
                return ledger;
            }

            @Override
            public LoggedEvents events() {
                return ledger.events();
            }

            @Override
            public UnpricedUsage unpriced() {
                return ledger.unpriced();
            }

            @Override
            public <T> T audit(Function<LedgerAudit, T> check) {
                return check.apply(ledger);
            }
        };
    }
}
