package dev.tare.core.rollup;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a ledger against itself: counts, sums and every single cost. Finds planted damage as well
 * as honest mistakes.
 */
public final class Verification {
    /** Findings listed of each kind; more are only counted. */
    public static final int FINDINGS_MAX = 20;

    /** One rule, what was looked at, and what was found. */
    public record Check(String name, String rule, long looked, long found, List<String> findings) {
        public Check {
            findings = List.copyOf(findings);
        }

        /** Whether all was as it should be. */
        public boolean passed() {
            return found == 0;
        }
    }

    private final LedgerAudit audit;
    private final Books books;

    /** A verification of the ledger behind {@code audit}, whose books are these. */
    public Verification(LedgerAudit audit, Books books) {
        this.audit = audit;
        this.books = books;
    }

    /** Runs every check. */
    public List<Check> run() {
        return List.of(counts(), rollups(), costs(), quarantine(), adjustments());
    }

    /** The first check: cheap, it counts only. */
    public Check counts() {
        LedgerAudit.Counts counts = audit.counts();
        List<String> findings = new ArrayList<>();
        long recorded = 0;
        long quarantined = 0;
        long acknowledged = 0;
        for (LedgerState state : counts.states()) {
            acknowledged += state.acknowledged();
            recorded += state.recorded();
            quarantined += state.quarantined();
            long accounted = state.recorded() + state.quarantined() + state.duplicates();
            differ(
                    findings,
                    "journal " + state.position().journal() + ": acknowledged",
                    state.acknowledged(),
                    "ledger + quarantine + duplicates",
                    accounted);
        }
        RowsKept kept = audit.rowsKept();
        differ(
                findings,
                "rows in api_usage_logs",
                counts.rows(),
                kept.letGo() == 0 ? "recorded" : "recorded less those let go",
                recorded - kept.letGo());
        differ(
                findings,
                "events in quarantine",
                counts.quarantined(),
                "set aside and not retried",
                quarantined);
        return new Check(
                "events",
                "acknowledged = ledger + quarantine + duplicates"
                        + (kept.since() == null ? "" : "; rows = recorded - let go")
                        + span(kept),
                acknowledged,
                findings.size(),
                findings);
    }

    private static void differ(
            List<String> findings, String name, long is, String other, long should) {
        if (is != should) {
            findings.add(name + " is " + is + ", " + other + " is " + should + ".");
        }
    }

    /** From when on the log is looked at, where rows were let go. */
    private static String span(RowsKept kept) {
        return kept.since() == null ? "" : "; rows kept since " + kept.date() + " (UTC)";
    }

    private Check rollups() {
        LedgerAudit.RollupComparison comparison = audit.compareRollups(FINDINGS_MAX);
        return new Check(
                "rollups",
                "log = quarter hours = days = months; users sum to the total; corrections likewise"
                        + span(audit.rowsKept()),
                comparison.groups(),
                comparison.differences().size(),
                comparison.differences());
    }

    private Check quarantine() {
        LedgerAudit.QuarantineComparison comparison = audit.compareQuarantine(FINDINGS_MAX);
        return new Check(
                "quarantine",
                "each event set aside waits or was decided once; retried ones are in the log",
                comparison.entries(),
                comparison.differences().size(),
                comparison.differences());
    }

    private Check adjustments() {
        LedgerAudit.AdjustmentComparison comparison = audit.compareAdjustments(FINDINGS_MAX);
        return new Check(
                "adjustments",
                "each corrects an event of the log by the difference to what it was before"
                        + span(audit.rowsKept()),
                comparison.adjustments(),
                comparison.differences().size(),
                comparison.differences());
    }

    private Check costs() {
        List<String> findings = new ArrayList<>();
        long[] lookedAndFound = new long[2];
        Consumer<ChargedEvent> look =
                row -> {
                    lookedAndFound[0]++;
                    String finding = wrongCost(row);
                    if (finding != null) {
                        lookedAndFound[1]++;
                        if (findings.size() < FINDINGS_MAX) {
                            findings.add(finding);
                        }
                    }
                };
        audit.eachRow(look);
        audit.eachAdjusted(look);
        return new Check(
                "costs",
                "each priced row, and each correction, recomputes to its stored cost",
                lookedAndFound[0],
                lookedAndFound[1],
                findings);
    }

    private @Nullable String wrongCost(ChargedEvent row) {
        String subject = "Event " + row.event().key().source() + "/" + row.event().key().id();
        return switch (row.pricing()) {
            case "unpriced" ->
                    row.apiCost() == null ? null : subject + " is unpriced but has a cost.";
            // A share of its month: what that comes to is known from all its events only.
            case "client", "settled" -> row.apiCost() == null ? subject + " lost its cost." : null;
            default -> recomputed(row, subject);
        };
    }

    private @Nullable String recomputed(ChargedEvent row, String subject) {
        RateCard card = row.rateCardId() == null ? null : books.prices().card(row.rateCardId());
        if (card == null) {
            return subject + " names the rate card " + row.rateCardId() + ", which isn't there.";
        }
        BigDecimal should =
                PriceBook.cost(row.told(), card, row.event().time(), row.position()).amount();
        if (should == null || row.apiCost() == null || should.compareTo(row.apiCost()) != 0) {
            return subject
                    + " is stored with cost "
                    + row.apiCost()
                    + ", recomputed "
                    + should
                    + " by rate card "
                    + card.id()
                    + ".";
        }
        return null;
    }
}
