package dev.tare.server.http;

import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.QuarantineDesk;
import dev.tare.core.ledger.SliceProgress;
import dev.tare.core.pricing.Books;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.PriceImpacts;
import dev.tare.server.security.AccessFile;
import dev.tare.server.security.AccessFile.FirstSecrets;
import dev.tare.testkit.InMemoryLedger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What a test looks at and turns, behind the HTTP side. */
final class TestParts {
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123456Z");

    final Path folder;
    final Path cliToken;
    final HandClock clock = new HandClock();
    final ListJournal journal = new ListJournal();
    final InMemoryLedger ledger = new InMemoryLedger(ZoneOffset.UTC);
    final PriceImpacts impacts = new PriceImpacts(ledger.now(), ledger::rowsKept, ZoneOffset.UTC);
    final QuarantineDesk desk = new QuarantineDesk(ledger.quarantine(), () -> Books.EMPTY);
    final GivenSums sums = new GivenSums();
    final AccessFile.Opened access;
    volatile Books books = Books.EMPTY;
    volatile UnpricedUsage.Found unpriced = new UnpricedUsage.Found(List.of(), 0, 0);
    final BodyBudget bodies = new BodyBudget(1 << 10);
    volatile long bytesBehind;
    volatile @Nullable SliceProgress slices;
    volatile JournalPosition recorded = journal.end();
    volatile boolean overrun;

    /** How many refusals were held. */
    final AtomicInteger held = new AtomicInteger();

    TestParts(Path folder) {
        this.folder = folder;
        this.cliToken = folder.resolve("cli.token");
        this.access = AccessFile.open(folder.resolve("access.json"), clock, new SecureRandom());
    }

    IntakeGate gate() {
        return new IntakeGate() {
            @Override
            public long bytesBehind() {
                return bytesBehind;
            }

            @Override
            public boolean overrun() {
                return overrun;
            }

            @Override
            public void hold() {
                held.incrementAndGet();
            }
        };
    }

    FirstSecrets secrets() {
        return Objects.requireNonNull(access.made());
    }

    /** Goes only when it is told to. */
    static final class HandClock extends Clock {
        private volatile Instant now = NOW.plusNanos(789);

        void set(Instant instant) {
            now = instant;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Answers with the rows it was given. */
    static final class GivenSums implements UsageSums {
        final List<SumRow> rows = new ArrayList<>();
        volatile @Nullable ReportQuery asked;

        @Override
        public List<SumRow> sums(ReportQuery query) {
            asked = query;
            return rows;
        }

        @Override
        public @Nullable Span span() {
            return null;
        }
    }
}
