package dev.tare.testkit;

import java.time.ZoneId;

final class InMemoryQuarantineTest extends QuarantineContract {
    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return LedgerUnderTest.of(new InMemoryLedger(zone));
    }
}
