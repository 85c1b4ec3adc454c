package dev.tare.server.postgres;

import dev.tare.testkit.LedgerTransactionContract;
import dev.tare.testkit.LedgerUnderTest;
import java.time.ZoneId;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresLedgerTransactionTest extends LedgerTransactionContract {
    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();

    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return ledgers.underTest(zone);
    }
}
