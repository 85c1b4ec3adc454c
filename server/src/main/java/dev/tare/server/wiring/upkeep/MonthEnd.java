package dev.tare.server.wiring.upkeep;

import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalUnavailable;
import dev.tare.core.pricing.Books;
import dev.tare.server.wire.RepriceRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles the last month where providers charge a month as a whole: once a day from its third day
 * after to its tenth, so that events told late are in it. A month settled already is settled to
 * nothing; where several servers settle the same, the second changes nothing.
 */
public final class MonthEnd {
    private static final Logger LOG = LoggerFactory.getLogger(MonthEnd.class);
    private static final int FIRST_DAY = 3;
    private static final int LAST_DAY = 10;

    private final Journal journal;
    private final Supplier<Books> books;
    private @Nullable LocalDate done;

    /** By these books, as they stand. */
    public MonthEnd(Journal journal, Supplier<Books> books) {
        this.journal = journal;
        this.books = books;
    }

    /** Settles, where it is time to. */
    void tick(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        boolean due = today.getDayOfMonth() >= FIRST_DAY && today.getDayOfMonth() <= LAST_DAY;
        if (!due || today.equals(done) || !books.get().prices().chargesByTheMonth()) {
            return;
        }
        YearMonth month = YearMonth.from(today).minusMonths(1);
        Instant stamp = now.truncatedTo(ChronoUnit.MICROS);
        try {
            journal.append(RepriceRequest.settlement(month, stamp)).join();
            done = today;
            LOG.info("What is charged by the month is settled for {}.", month);
        } catch (JournalUnavailable | CompletionException away) {
            LOG.warn("The month {} can't be settled now, trying again.", month);
        }
    }
}
