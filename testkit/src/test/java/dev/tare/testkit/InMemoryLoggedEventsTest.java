package dev.tare.testkit;

import java.time.ZoneId;

final class InMemoryLoggedEventsTest extends LoggedEventsContract {
    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return LedgerUnderTest.of(new InMemoryLedger(zone));
    }
}
