package dev.tare.server.duckdb;

import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.LedgerAudit;
import dev.tare.testkit.LedgerUnderTest;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Opens ledgers in a folder, and closes them after the test. */
final class DuckDbLedgers implements AfterEachCallback {
    private final List<DuckDbLedger> open = new ArrayList<>();

    DuckDbLedger open(Path folder, ZoneId zone) {
        DuckDbLedger ledger = DuckDbLedger.open(folder.resolve("ledger.duckdb"), zone);
        open.add(ledger);
        return ledger;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        open.forEach(DuckDbLedger::close);
        open.clear();
    }

    static LedgerUnderTest underTest(DuckDbLedger ledger) {
        return new LedgerUnderTest() {
            @Override
            public UsageStore store() {
                return ledger.store();
            }

            @Override
            public UsageSums sums() {
                return ledger.sums();
            }

            @Override
            public LoggedEvents events() {
                return ledger.events();
            }

            @Override
            public UnpricedUsage unpriced() {
                return ledger.unpriced();
            }

            @Override
            public <T> T audit(Function<LedgerAudit, T> check) {
                return ledger.audit(check);
            }
        };
    }
}
