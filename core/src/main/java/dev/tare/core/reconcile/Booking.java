package dev.tare.core.reconcile;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.Slices;
import dev.tare.core.money.Amounts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Books what a bill says where quantities agree and only amounts differ: each event of the item's
 * period is told anew with its share of the bill as its cost. Shares are amounts, not differences:
 * whoever books the same bill again finds nothing to change.
 */
final class Booking {
    /** Events of one source told at once. */
    private static final int EVENTS_AT_ONCE = 1_000;

    /** Takes events told anew, of one source. */
    @FunctionalInterface
    interface Sink {
        void anew(String source, List<UsageEvent> events);
    }

    private final LogNow log;
    private final RowsKept kept;
    private final String provider;
    private final Reconciliation found;
    private final ItemsOnBill items;
    private final Sink sink;
    private final Map<String, List<UsageEvent>> waiting = new HashMap<>();
    private final List<Reconciling.NotBooked> notBooked = new ArrayList<>();
    private BigDecimal change = BigDecimal.ZERO;
    private long events;
    private long periods;

    Booking(
            LogNow log,
            RowsKept kept,
            String provider,
            Bill bill,
            Reconciliation found,
            Sink sink) {
        this.log = log;
        this.kept = kept;
        this.provider = provider;
        this.found = found;
        this.items = new ItemsOnBill(bill.items().keySet());
        this.sink = sink;
    }

    Reconciling.Booked run() {
        for (Reconciliation.Finding finding : found.findings()) {
            if (finding.outcome() == Outcome.PRICE_DRIFT) {
                book(finding);
            }
        }
        waiting.forEach(this::send);
        return new Reconciling.Booked(periods, events, change, List.copyOf(notBooked));
    }

    /** What the events of a period come to. */
    private static final class Weighed {
        final SortedMap<String, BigDecimal> quantities = new TreeMap<>();
        BigDecimal weight = BigDecimal.ZERO;
        boolean unknown;
    }

    private void book(Reconciliation.Finding finding) {
        String unit = finding.bill().size() == 1 ? finding.bill().firstKey() : null;
        Weighed all = weighed(finding, unit);
        if (!sameQuantities(finding, all)) {
            not(finding, "changed_meanwhile", "Its events aren't what they were; run it again.");
        } else if (all.unknown || all.weight.signum() == 0) {
            not(
                    finding,
                    "no_share_known",
                    "The bill has several units, and what its calls cost isn't known; enter a"
                            + " price and run `tare reprice` first.");
        } else if (!Amounts.fits(finding.billed())) {
            not(finding, "too_large", "The amount is more than an event's cost can be.");
        } else {
            share(finding, unit, all.weight);
            periods++;
        }
    }

    private Weighed weighed(Reconciliation.Finding finding, @Nullable String unit) {
        Weighed all = new Weighed();
        each(
                finding,
                event -> {
                    BigDecimal weight = Sharing.weight(event, unit);
                    all.unknown |= weight == null;
                    all.weight = weight == null ? all.weight : all.weight.add(weight);
                    for (String one : finding.bill().keySet()) {
                        BigDecimal quantity = Sharing.weight(event, one);
                        all.quantities.merge(
                                one,
                                quantity == null ? BigDecimal.ZERO : quantity,
                                BigDecimal::add);
                    }
                });
        return all;
    }

    private static boolean sameQuantities(Reconciliation.Finding finding, Weighed all) {
        return finding.log().entrySet().stream()
                .allMatch(unit ->
                        unit.getValue()
                                        .compareTo(
                                                all.quantities.getOrDefault(
                                                        unit.getKey(), BigDecimal.ZERO))
                                == 0);
    }

    private void share(Reconciliation.Finding finding, @Nullable String unit, BigDecimal weight) {
        Sharing sharing = new Sharing(finding.billed(), weight);
        each(
                finding,
                event -> {
                    BigDecimal own = Sharing.weight(event, unit);
                    BigDecimal share = sharing.next(own == null ? BigDecimal.ZERO : own);
                    BigDecimal cost = event.apiCost();
                    if (cost != null && cost.compareTo(share) == 0) {
                        return;
                    }
                    change = change.add(share).subtract(cost == null ? BigDecimal.ZERO : cost);
                    events++;
                    String source = event.event().key().source();
                    List<UsageEvent> told = waiting.computeIfAbsent(source, s -> new ArrayList<>());
                    told.add(event.told().withCost(share));
                    if (told.size() == EVENTS_AT_ONCE) {
                        send(source, told);
                    }
                });
    }

    private void send(String source, List<UsageEvent> told) {
        if (!told.isEmpty()) {
            sink.anew(source, List.copyOf(told));
            told.clear();
        }
    }

    private void each(Reconciliation.Finding finding, Consumer<ChargedEvent> each) {
        EventScope scope =
                new EventScope(
                        finding.first().atStartOfDay(found.zone()).toInstant(),
                        finding.last().plusDays(1).atStartOfDay(found.zone()).toInstant(),
                        provider,
                        finding.item().operation(),
                        finding.item().model());
        for (Slices.Slice slice : Slices.of(log, scope, kept, Reconciling.SLICE_ROWS)) {
            log.each(
                    slice.scope(),
                    event -> {
                        if (!LogSums.isNotBilled(event) && items.of(event).equals(finding.item())) {
                            each.accept(event);
                        }
                    });
        }
    }

    private void not(Reconciliation.Finding finding, String code, String message) {
        notBooked.add(new Reconciling.NotBooked(finding.item(), finding.first(), code, message));
    }
}
