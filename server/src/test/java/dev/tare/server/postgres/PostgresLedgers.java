package dev.tare.server.postgres;

import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.LedgerAudit;
import dev.tare.testkit.LedgerUnderTest;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Opens ledgers, each in a new database of the one server, and closes them after the test. */
final class PostgresLedgers implements AfterEachCallback {
    private final List<PostgresLedger> open = new ArrayList<>();
    private final List<PostgresAddress> made = new ArrayList<>();

    PostgresLedger open(PostgresAddress address, ZoneId zone) {
        PostgresLedger ledger = PostgresLedger.open(address, zone);
        open.add(ledger);
        return ledger;
    }

    LedgerUnderTest underTest(ZoneId zone) {
        return underTest(open(make(), zone));
    }

    /** A new database, gone after the test. */
    PostgresAddress make() {
        PostgresAddress address = PostgresDatabases.make();
        made.add(address);
        return address;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        open.forEach(PostgresLedger::close);
        open.clear();
        made.forEach(PostgresDatabases::drop);
        made.clear();
    }

    static LedgerUnderTest underTest(PostgresLedger ledger) {
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
