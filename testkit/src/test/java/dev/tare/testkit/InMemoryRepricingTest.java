package dev.tare.testkit;

import java.time.ZoneId;

class InMemoryRepricingTest extends RepricingContract {
    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return LedgerUnderTest.of(new InMemoryLedger(zone));
    }
}
