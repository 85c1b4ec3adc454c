package dev.tare.server.postgres;

import dev.tare.testkit.LedgerUnderTest;
import dev.tare.testkit.LoggedEventsContract;
import java.time.ZoneId;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresLoggedEventsTest extends LoggedEventsContract {
    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();

    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return ledgers.underTest(zone);
    }
}
