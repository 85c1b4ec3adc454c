package dev.tare.server.wiring.upkeep;

import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import dev.tare.core.ledger.KeptRows;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides once a day which months of the log are let go. A decision is a journal record; only the
 * recorder applies it. Where several servers decide the same, the second changes nothing.
 *
 * <p>Rows received within the last weeks are kept, however old their events are: by them a repeat
 * is known that says another time, or none.
 */
final class RowRetention {
    private static final Logger LOG = LoggerFactory.getLogger(RowRetention.class);
    private static final Duration LOOK_EVERY = Duration.ofDays(1);

    /** How long after receipt a repeat is known by its row, with some days to spare. */
    private static final Duration REPEATS = Duration.ofDays(34);

    /** Nothing was received before. */
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    private final Duration keep;
    private final KeptRows rows;
    private final Journal journal;
    private final Supplier<LedgerState> ledger;
    private Instant lookAt = Instant.MIN;

    /** What was received when this look began: it is recorded first. */
    private @Nullable JournalPosition received;

    private @Nullable String trouble;
    private volatile @Nullable String heldBack;

    RowRetention(Duration keep, KeptRows rows, Journal journal, Supplier<LedgerState> ledger) {
        this.keep = keep;
        this.rows = rows;
        this.journal = journal;
        this.ledger = ledger;
    }

    /** What keeps rows longer than was asked for, {@code null} where nothing does. */
    @Nullable String heldBack() {
        return heldBack;
    }

    /** Looks, where it is time to. */
    void tick(Instant now) {
        if (now.isBefore(lookAt)) {
            return;
        }
        if (received == null) {
            received = journal.end();
        }
        if (ledger.get().position().offset() < received.offset()) {
            return; // At the next tick.
        }
        try {
            look(now);
            trouble = null;
            received = null;
            lookAt = now.plus(LOOK_EVERY);
        } catch (StoreUnavailable | JournalUnavailable | CompletionException away) {
            // Most likely for a while only: the next tick tries again.
            String why = told(away);
            if (!why.equals(trouble)) {
                LOG.warn("Whether rows can be let go isn't known, trying again: {}", why);
            }
            trouble = why;
        }
    }

    private void look(Instant now) {
        RowsKept kept = rows.kept();
        Instant before = month(rows.today(now).minus(keep));
        if (!kept.isExtendedBy(before) || rows.oldest(before, EARLIEST) == null) {
            heldBack = null;
            return;
        }
        Instant late = rows.oldest(before, now.minus(REPEATS));
        hold(before, late);
        if (late != null) {
            before = month(late);
        }
        if (kept.isExtendedBy(before) && rows.oldest(before, EARLIEST) != null) {
            Instant stamp = now.truncatedTo(ChronoUnit.MICROS);
            journal.append(new JournalRecord.Retention(stamp, before)).join();
            LOG.info("Rows of events before {} are let go; their sums stay.", before);
        }
    }

    /** Somebody who goes on sending old events keeps old rows for ever: that has to be seen. */
    private void hold(Instant before, @Nullable Instant late) {
        String why =
                late == null
                        ? null
                        : ("Rows of events from %s to %s stay: one with the time %s was received"
                                        + " within the last %d days.")
                                .formatted(month(late), before, late, REPEATS.toDays());
        if (why != null && !why.equals(heldBack)) {
            LOG.info("{}", why);
        }
        heldBack = why;
    }

    /** The first instant of the month (UTC) it lies in. */
    private static Instant month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC))
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
    }

    private static String told(RuntimeException failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null
                ? String.valueOf(cause.getMessage())
                : String.valueOf(failure.getMessage());
    }
}
