package dev.tare.testkit;

import java.time.ZoneId;

final class InMemoryRetentionTest extends RetentionContract {
    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return LedgerUnderTest.of(new InMemoryLedger(zone));
    }
}
