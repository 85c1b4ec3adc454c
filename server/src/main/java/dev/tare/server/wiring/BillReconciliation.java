package dev.tare.server.wiring;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import dev.tare.core.reconcile.Outcome;
import dev.tare.core.reconcile.Reconciliation;
import dev.tare.core.reconcile.Reconciling;
import dev.tare.server.importer.BillFile;
import dev.tare.server.importer.BillMapping;
import dev.tare.server.wire.ReconcileJson;
import dev.tare.server.wire.ReconcileRequest.Answer;
import dev.tare.server.wire.ReconcileRequest.Compared;
import dev.tare.server.wire.ReconcileRequest.Later;
import dev.tare.server.wire.ReconcileRequest.Unusable;
import dev.tare.server.wire.ReconcileRequest.Wish;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a provider's bill, compares it with the log, and books what it says where asked to. */
public final class BillReconciliation {
    private static final Duration RECORDED_WAIT = Duration.ofSeconds(30);
    private static final DateTimeFormatter BATCH =
            DateTimeFormatter.ofPattern("'reconcile-'yyyyMMdd'T'HHmmss.SSSSSS'Z'")
                    .withZone(ZoneOffset.UTC);

    private final House house;

    /** Over that house's log. */
    public BillReconciliation(House house) {
        this.house = house;
    }

    /**
     * What came of it. Shares that are to be booked are in the journal once it answers.
     *
     * @param csv the bill
     * @param mapping YAML; {@code null}: the bill has FOCUS's columns
     */
    public Answer answer(InputStream csv, @Nullable String mapping, Wish wish) throws IOException {
        BillMapping.Parsed parsed =
                mapping == null
                        ? new BillMapping.Good(BillMapping.NONE)
                        : BillMapping.parse(mapping);
        return switch (parsed) {
            case BillMapping.Bad bad ->
                    new Unusable(
                            "invalid_mapping",
                            "The mapping has these problems:\n"
                                    + bad.problems().stream()
                                            .map(p -> "  " + p.path() + ": " + p.message())
                                            .collect(Collectors.joining("\n")));
            case BillMapping.Good good -> read(csv, good.mapping(), wish);
        };
    }

    private Answer read(InputStream csv, BillMapping mapping, Wish wish) throws IOException {
        BillFile.Span span = new BillFile.Span(wish.zone(), wish.from(), wish.to());
        return switch (BillFile.read(csv, mapping, span)) {
            case BillFile.Unusable unusable -> new Unusable(unusable.code(), unusable.message());
            case BillFile.Read read -> compare(read, wish);
        };
    }

    private Answer compare(BillFile.Read read, Wish wish) {
        // What was booked before must be seen: shares of a half-booked day wouldn't add up.
        if (wish.reason() != null && !isRecorded()) {
            return new Later(
                    "ledger_behind",
                    "The ledger lags behind what is accepted; nothing was booked. Try again"
                            + " later.");
        }
        Reconciling reconciling = new Reconciling(house.ledger.now(), house.ledger.kept()::kept);
        return switch (reconciling.compare(wish.provider(), read.bill())) {
            case Reconciling.Refused refused -> new Unusable(refused.code(), refused.message());
            case Reconciling.Compared compared -> {
                try {
                    yield told(reconciling, read, compared.reconciliation(), wish);
                } catch (JournalUnavailable unavailable) {
                    yield new Later(
                            "journal_unavailable",
                            "The journal takes nothing just now, and part may be booked; the same"
                                    + " again books the rest: "
                                    + unavailable.getMessage());
                }
            }
        };
    }

    private boolean isRecorded() {
        try {
            return house.awaitRecorded(RECORDED_WAIT);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Answer told(
            Reconciling reconciling, BillFile.Read read, Reconciliation found, Wish wish) {
        ReconcileJson.Reading reading =
                new ReconcileJson.Reading(
                        read.rows(),
                        read.broken(),
                        read.firstBroken().stream()
                                .map(row ->
                                        new ReconcileJson.BrokenLine(
                                                row.line(), row.field(), row.code(), row.message()))
                                .toList());
        String reason = wish.reason();
        return new Compared(
                ReconcileJson.text(
                        wish.provider(),
                        found,
                        reading,
                        reason == null ? null : booked(reconciling, read, found, wish, reason)));
    }

    private ReconcileJson.Bookings booked(
            Reconciling reconciling,
            BillFile.Read read,
            Reconciliation found,
            Wish wish,
            String reason) {
        Instant now = house.now();
        String batch = BATCH.format(now);
        String refused = against(read, found);
        if (refused != null) {
            return new ReconcileJson.Bookings(batch, null, refused);
        }
        Reconciling.Booked booked =
                reconciling.book(
                        wish.provider(),
                        read.bill(),
                        found,
                        (source, events) ->
                                house.append(
                                        new JournalRecord.Correction(
                                                new UsageBatch(source, now, events),
                                                reason,
                                                batch)));
        return new ReconcileJson.Bookings(batch, booked, null);
    }

    /** A bill that isn't understood whole says too little to book by; {@code null}: all is well. */
    private static @Nullable String against(BillFile.Read read, Reconciliation found) {
        if (read.broken() > 0) {
            return "Lines of the bill couldn't be read; mend them first.";
        }
        if (found.shift() != null) {
            return "The bill's days are those of another zone; run it again with --tz "
                    + found.shift().offset()
                    + ".";
        }
        return found.findings().stream().anyMatch(f -> f.outcome() == Outcome.PRICE_DRIFT)
                ? null
                : "No quantities agree where amounts differ; there is nothing to book.";
    }
}
