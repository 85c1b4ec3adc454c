package dev.tare.server.cli;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.rollup.Verification;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a verb asks of Tare: answered by the running server ({@link RemoteLink}) or by the data
 * folder opened here ({@link LocalLink}). A refusal comes as {@link CommandFailed}.
 */
interface TareLink extends AutoCloseable {
    /** The profit report; {@code format} is {@code json} or {@code csv}. */
    String profit(Map<String, List<String>> params, String format);

    /** Sends events of one source; returns once they are safe on disk. */
    void send(String source, List<UsageEvent> events);

    /**
     * Sends events of one source anew, as they should have been told; returns once they are safe on
     * disk.
     *
     * @param reason why, in a few words
     * @param batch what belongs together
     */
    void correct(String source, List<UsageEvent> events, String reason, String batch);

    /**
     * Prices events anew, as {@link dev.tare.server.wire.RepriceRequest} says. A dry run answers
     * what would change, else it returns once it is safe on disk; both as JSON.
     */
    String reprice(Map<String, String> wish, boolean dryRun);

    /** How a re-pricing stands, and what it booked, as JSON. */
    String repriced(String batch);

    /**
     * Compares a provider's bill with the log, as {@link dev.tare.server.wire.ReconcileRequest}
     * says. Answers JSON; what is to be booked is safe on disk then.
     */
    String reconcile(String provider, BillToSend bill, Map<String, String> wish);

    /** Waits until all that was sent is in the ledger. */
    void awaitRecorded();

    /** How far the ledger has come. */
    Progress progress();

    /** Enters a price file; says what was new. */
    PricesEntered enterPrices(String yamlOrJson);

    /** The whole price book as a price file. */
    String prices();

    /** Calls without a price as JSON; parameters as of a report's span. */
    String missingPrices(Map<String, List<String>> params);

    /** Costs that senders told beside the book's, as JSON; parameters as of a report's span. */
    String toldCosts(Map<String, List<String>> params);

    /** Events of one id with how their amounts came about, as JSON; {@code null}: of any source. */
    String event(String id, @Nullable String source);

    /** Entries of the quarantine as JSON. */
    String quarantine(Quarantine.Filter filter);

    /** One entry of the quarantine as JSON. */
    String quarantineEntry(String entry);

    /** Decides about an entry; returns once the decision is safe on disk. */
    void decide(String entry, Action action, @Nullable String newId, @Nullable String note);

    SqlConsole.Answer sql(String query);

    List<Verification.Check> verify();

    Backups.Backup backup(Path target);

    /** What is on its way into the ledger. */
    Flow flow();

    /** How scheduled backups stand. */
    BackupState backupState();

    @Override
    void close();

    /**
     * The newest scheduled backup and what went wrong since.
     *
     * @param last when it was made (UTC, as text); {@code null}: none yet
     */
    record BackupState(@Nullable String last, @Nullable String trouble) {}

    /**
     * Counts of the ledger, over its whole life.
     *
     * @param waiting events in quarantine about which nothing was decided yet
     * @param rowsKeptSince the day (UTC) from which on single events are kept; {@code null}: all
     *     are
     * @param rowsHeldBack what keeps rows longer than was asked for; {@code null}: nothing, or no
     *     server runs that would let go of them
     */
    record Progress(
            long acknowledged,
            long recorded,
            long duplicates,
            long quarantined,
            long waiting,
            @Nullable String rowsKeptSince,
            @Nullable String rowsHeldBack) {}

    /**
     * What is on its way, and what keeps it.
     *
     * @param bytesBehind bytes of the journal not yet in the ledger
     * @param secondsBehind how long they are likely to take
     * @param trouble what keeps the recorder from its work, {@code null}: nothing
     * @param trackersDropped events that trackers had to drop, as they told since the server
     *     started
     * @param correctionsUnmatched events whose corrections couldn't be booked since it started
     * @param repricing how far a re-pricing is, {@code null}: none is under way
     */
    record Flow(
            long bytesBehind,
            long secondsBehind,
            @Nullable String trouble,
            long trackersDropped,
            long correctionsUnmatched,
            @Nullable String repricing) {}

    /** How much of a price file was new. */
    record PricesEntered(long rateCards, long plans, long tariffs) {}
}
