package dev.tare.testkit;

import java.time.ZoneId;

final class InMemoryUnpricedUsageTest extends UnpricedUsageContract {
    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return LedgerUnderTest.of(new InMemoryLedger(zone));
    }
}
