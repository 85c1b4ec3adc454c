package dev.tare.server.postgres;

import dev.tare.testkit.LedgerUnderTest;
import dev.tare.testkit.UsageStoreContract;
import java.time.ZoneId;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresUsageStoreTest extends UsageStoreContract {
    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();

    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return ledgers.underTest(zone);
    }
}
