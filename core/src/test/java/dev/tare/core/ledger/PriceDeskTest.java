package dev.tare.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Prices are entered once, whoever enters them, also while the recorder is behind. */
class PriceDeskTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123456789Z");

    private final AtomicReference<Books> recorded = new AtomicReference<>(Books.EMPTY);
    private final List<String> overruled = new CopyOnWriteArrayList<>();
    private final PriceDesk desk = new PriceDesk(recorded::get, overruled::addAll);
    private final List<JournalRecord.Prices> journal = new CopyOnWriteArrayList<>();

    private static PriceChange change(String id, String usd) {
        return new PriceChange(
                List.of(
                        new RateCard(
                                id,
                                "p",
                                "*",
                                "m",
                                new PerUnitPricing(Map.of("in", new BigDecimal(usd))),
                                FailedCalls.UNKNOWN,
                                Instant.EPOCH,
                                null,
                                "a page")),
                List.of(),
                List.of());
    }

    private PriceDesk.Outcome enter(PriceChange change) {
        return desk.enter(change, NOW, this::append);
    }

    private CompletableFuture<?> append(JournalRecord.Prices record) {
        journal.add(record);
        return CompletableFuture.completedFuture(null);
    }

    @Test
    void whatIsAcceptedAndNotRecordedYetIsKnown() {
        assertThat(enter(change("a", "1"))).isEqualTo(new PriceDesk.Entered(change("a", "1")));
        assertThat(enter(change("a", "1"))).isEqualTo(new PriceDesk.Entered(PriceChange.NONE));
        assertThat(enter(change("a", "2"))).isEqualTo(new PriceDesk.Taken(List.of("a")));

        assertThat(journal).hasSize(1);
        assertThat(journal.getFirst().receivedAt()).isEqualTo("2026-11-23T10:00:00.123456Z");
        assertThat(desk.books().prices().card("a")).isNotNull();
        recorded.set(Books.EMPTY.with(change("a", "1")));
        assertThat(enter(change("b", "1"))).isInstanceOf(PriceDesk.Entered.class);
        assertThat(desk.books().prices().cards()).hasSize(2);
    }

    @Test
    void whatIsNotSafeIsNotKnown() {
        assertThat(desk.enter(change("a", "1"), NOW, _ -> failed()))
                .isEqualTo(new PriceDesk.NotSafe());

        assertThat(desk.books().isEmpty()).isTrue();
        assertThat(enter(change("a", "2"))).isEqualTo(new PriceDesk.Entered(change("a", "2")));
    }

    private static CompletableFuture<?> failed() {
        return CompletableFuture.failedFuture(
                new JournalUnavailable(JournalUnavailable.Cause.DISK_FULL, "full"));
    }

    @Test
    void whatMayHaveBeenEnteredKeepsItsIdUntilItIsKnownToHaveFailed() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        assertThat(desk.enter(change("a", "1"), NOW, _ -> slow)).isEqualTo(new PriceDesk.Unknown());

        assertThat(desk.books().isEmpty()).as("it isn't said to be entered").isTrue();
        assertThat(desk.claimed().prices().card("a")).isNotNull();
        assertThat(enter(change("a", "2"))).isEqualTo(new PriceDesk.Taken(List.of("a")));
        assertThat(desk.enter(change("a", "1"), NOW, _ -> slow)).isEqualTo(new PriceDesk.Unknown());
        slow.completeExceptionally(
                new JournalUnavailable(JournalUnavailable.Cause.IO_ERROR, "failed"));
        assertThat(enter(change("a", "2"))).isEqualTo(new PriceDesk.Entered(change("a", "2")));
    }

    @Test
    void whatMayHaveBeenEnteredIsEnteredOnceItIsOrIsSentAgain() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        desk.enter(change("a", "1"), NOW, _ -> slow);
        desk.enter(change("b", "1"), NOW, _ -> new CompletableFuture<>());

        slow.complete(null);
        assertThat(enter(change("a", "1"))).isEqualTo(new PriceDesk.Entered(PriceChange.NONE));
        assertThat(enter(change("b", "1"))).isEqualTo(new PriceDesk.Entered(change("b", "1")));
        recorded.set(Books.EMPTY.with(change("a", "1")).with(change("b", "1")));
        assertThat(enter(change("b", "2"))).isEqualTo(new PriceDesk.Taken(List.of("b")));
        assertThat(overruled).isEmpty();
    }

    @Test
    void whatIsRecordedWithAnotherContentIsTold() {
        enter(change("a", "1"));
        recorded.set(Books.EMPTY.with(change("a", "2")));

        enter(change("b", "1"));

        assertThat(overruled).containsExactly("a");
        enter(change("c", "1"));
        assertThat(overruled).as("once").containsExactly("a");
    }

    @Test
    void manyAtOnceEnterItOnce() throws Exception {
        int many = 8;
        CyclicBarrier together = new CyclicBarrier(many);
        Callable<PriceDesk.Outcome> one = () -> enterSlowly(together);
        try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
            for (Future<PriceDesk.Outcome> done :
                    threads.invokeAll(Collections.nCopies(many, one))) {
                assertThat(done.get()).isInstanceOf(PriceDesk.Entered.class);
            }
        }

        assertThat(journal).hasSize(1);
    }

    private PriceDesk.Outcome enterSlowly(CyclicBarrier together) throws Exception {
        together.await();
        return desk.enter(
                change("a", "1"),
                NOW,
                record -> {
                    for (int i = 0; i < 200_000; i++) {
                        Thread.onSpinWait(); // A disk takes its time.
                    }
                    return append(record);
                });
    }
}
