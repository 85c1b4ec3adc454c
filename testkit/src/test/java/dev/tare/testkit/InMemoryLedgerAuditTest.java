package dev.tare.testkit;

import java.time.ZoneId;

final class InMemoryLedgerAuditTest extends LedgerAuditContract {
    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return LedgerUnderTest.of(new InMemoryLedger(zone));
    }
}
