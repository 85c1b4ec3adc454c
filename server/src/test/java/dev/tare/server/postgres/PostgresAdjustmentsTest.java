package dev.tare.server.postgres;

import dev.tare.testkit.AdjustmentsContract;
import dev.tare.testkit.LedgerUnderTest;
import java.time.ZoneId;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresAdjustmentsTest extends AdjustmentsContract {
    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();

    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return ledgers.underTest(zone);
    }
}
