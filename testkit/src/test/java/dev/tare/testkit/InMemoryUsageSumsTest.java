package dev.tare.testkit;

import java.time.ZoneId;

final class InMemoryUsageSumsTest extends UsageSumsContract {
    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return LedgerUnderTest.of(new InMemoryLedger(zone));
    }
}
