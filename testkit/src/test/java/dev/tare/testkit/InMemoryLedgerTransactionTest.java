package dev.tare.testkit;

import java.time.ZoneId;

final class InMemoryLedgerTransactionTest extends LedgerTransactionContract {
    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return LedgerUnderTest.of(new InMemoryLedger(zone));
    }
}
