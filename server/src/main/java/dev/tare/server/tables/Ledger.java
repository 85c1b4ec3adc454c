package dev.tare.server.tables;

import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.KeptRows;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.Verification;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ledger that is open, with its ports, whatever engine holds it. Safe for use by many threads.
 */
public interface Ledger extends AutoCloseable {
    /** The port that writes. Closing the ledger closes it. */
    UsageStore store();

    /** Sums for reports. */
    UsageSums sums();

    /** What was set aside. */
    Quarantine quarantine();

    /** The log as it is now, for readers. */
    LogNow now();

    /** Single events, for people. */
    LoggedEvents events();

    /** What there is still of the log. */
    KeptRows kept();

    /** Calls without a price. */
    UnpricedUsage unpriced();

    /** A user's own questions. */
    SqlConsole console();

    /** Copies of it; {@code null} where whoever runs its database makes them. */
    @Nullable Backups backups();

    /** Checks the ledger against itself: tables and books in one snapshot. */
    List<Verification.Check> verify();

    /** For times when nothing is coming in: works off what was put off. */
    void checkpoint();

    @Override
    void close();
}
