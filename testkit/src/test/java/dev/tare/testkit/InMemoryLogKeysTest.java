package dev.tare.testkit;

import java.time.ZoneId;

final class InMemoryLogKeysTest extends LogKeysContract {
    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return LedgerUnderTest.of(new InMemoryLedger(zone));
    }
}
