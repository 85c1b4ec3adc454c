package dev.tare.server.duckdb;

import dev.tare.testkit.LedgerTransactionContract;
import dev.tare.testkit.LedgerUnderTest;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class DuckDbLedgerTransactionTest extends LedgerTransactionContract {
    @RegisterExtension private final DuckDbLedgers ledgers = new DuckDbLedgers();
    @TempDir private Path folder;

    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return DuckDbLedgers.underTest(ledgers.open(folder, zone));
    }
}
