package dev.tare.testkit;

import java.time.ZoneId;

final class InMemoryPeriodsTest extends PeriodsContract {
    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return LedgerUnderTest.of(new InMemoryLedger(zone));
    }
}
