package dev.tare.testkit;

import java.time.ZoneId;

final class InMemoryUsageStoreTest extends UsageStoreContract {
    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return LedgerUnderTest.of(new InMemoryLedger(zone));
    }
}
