package dev.tare.server.duckdb;

import dev.tare.testkit.LedgerUnderTest;
import dev.tare.testkit.LoggedEventsContract;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class DuckDbLoggedEventsTest extends LoggedEventsContract {
    @RegisterExtension private final DuckDbLedgers ledgers = new DuckDbLedgers();
    @TempDir private Path folder;

    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return DuckDbLedgers.underTest(ledgers.open(folder, zone));
    }
}
