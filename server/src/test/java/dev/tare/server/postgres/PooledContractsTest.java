package dev.tare.server.postgres;

import dev.tare.testkit.AdjustmentsContract;
import dev.tare.testkit.LedgerAuditContract;
import dev.tare.testkit.LedgerTransactionContract;
import dev.tare.testkit.LedgerUnderTest;
import dev.tare.testkit.LogKeysContract;
import dev.tare.testkit.LoggedEventsContract;
import dev.tare.testkit.PeriodsContract;
import dev.tare.testkit.QuarantineContract;
import dev.tare.testkit.RepricingContract;
import dev.tare.testkit.RetentionContract;
import dev.tare.testkit.UnpricedUsageContract;
import dev.tare.testkit.UsageStoreContract;
import dev.tare.testkit.UsageSumsContract;
import java.time.ZoneId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All contracts of a ledger, behind a pooler that lends sessions for one transaction. */
final class PooledContractsTest {
    @RegisterExtension private final PooledLedgers ledgers = new PooledLedgers();

    @Nested
    final class Store extends UsageStoreContract {
        @Override
        protected LedgerUnderTest open(ZoneId zone) {
            return ledgers.underTest(zone);
        }
    }

    @Nested
    final class Transactions extends LedgerTransactionContract {
        @Override
        protected LedgerUnderTest open(ZoneId zone) {
            return ledgers.underTest(zone);
        }
    }

    @Nested
    final class Keys extends LogKeysContract {
        @Override
        protected LedgerUnderTest open(ZoneId zone) {
            return ledgers.underTest(zone);
        }
    }

    @Nested
    final class Asides extends QuarantineContract {
        @Override
        protected LedgerUnderTest open(ZoneId zone) {
            return ledgers.underTest(zone);
        }
    }

    @Nested
    final class Sums extends UsageSumsContract {
        @Override
        protected LedgerUnderTest open(ZoneId zone) {
            return ledgers.underTest(zone);
        }
    }

    @Nested
    final class Corrected extends AdjustmentsContract {
        @Override
        protected LedgerUnderTest open(ZoneId zone) {
            return ledgers.underTest(zone);
        }
    }

    @Nested
    final class Months extends PeriodsContract {
        @Override
        protected LedgerUnderTest open(ZoneId zone) {
            return ledgers.underTest(zone);
        }
    }

    @Nested
    final class PricedAnew extends RepricingContract {
        @Override
        protected LedgerUnderTest open(ZoneId zone) {
            return ledgers.underTest(zone);
        }
    }

    @Nested
    final class LetGo extends RetentionContract {
        @Override
        protected LedgerUnderTest open(ZoneId zone) {
            return ledgers.underTest(zone);
        }
    }

    @Nested
    final class Unpriced extends UnpricedUsageContract {
        @Override
        protected LedgerUnderTest open(ZoneId zone) {
            return ledgers.underTest(zone);
        }
    }

    @Nested
    final class Single extends LoggedEventsContract {
        @Override
        protected LedgerUnderTest open(ZoneId zone) {
            return ledgers.underTest(zone);
        }
    }

    @Nested
    final class Audit extends LedgerAuditContract {
        @Override
        protected LedgerUnderTest open(ZoneId zone) {
            return ledgers.underTest(zone);
        }
    }
}
