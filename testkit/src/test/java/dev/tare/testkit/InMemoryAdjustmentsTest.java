package dev.tare.testkit;

import java.time.ZoneId;

final class InMemoryAdjustmentsTest extends AdjustmentsContract {
    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return LedgerUnderTest.of(new InMemoryLedger(zone));
    }
}
