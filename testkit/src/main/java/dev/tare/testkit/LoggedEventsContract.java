package dev.tare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.ExplainedCost;
import dev.tare.core.ledger.ExplainedEvent;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.ledger.LoggedEvent;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.LoggedEvents.Field;
import dev.tare.core.ledger.LoggedEvents.Filter;
import dev.tare.core.ledger.LoggedEvents.Page;
import dev.tare.core.ledger.LoggedEvents.Place;
import dev.tare.core.ledger.LoggedEvents.Search;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every ledger promises of single events: the answers of the ledger in memory. */
public abstract class LoggedEventsContract {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant FIRST = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-11-19T00:00:00Z");
    private static final long SEED = 20_261_126;
    private static final int EVENTS = 400;

    /** A new, empty ledger whose days are those of {@code zone}. */
    protected abstract LedgerUnderTest open(ZoneId zone);

    /** The same in that ledger and in the one in memory. */
    private static InMemoryLedger recorded(LedgerUnderTest ledger) {
        Random random = new Random(SEED);
        List<PricedEvent> rows = LedgerFixtures.randomRows(random, "a", EVENTS, FIRST, END);
        CorrectedUsage usage = new CorrectedUsage(rows, random);
        InMemoryLedger reference = new InMemoryLedger(UTC);
        usage.record(ledger.store());
        usage.record(reference);
        return reference;
    }

    @Test
    void everyPageIsThatOfTheLedgerInMemory() {
        LedgerUnderTest ledger = open(UTC);
        LoggedEvents reference = recorded(ledger).events();
        Random random = new Random(SEED + 1);
        int seen = 0;
        for (int i = 0; i < 40; i++) {
            Filter filter = filter(random);
            Page page = ledger.events().page(filter);
            assertThat(readable(page))
                    .as("seed %d, question %d: %s", SEED, i, filter)
                    .isEqualTo(readable(reference.page(filter)));
            seen += page.rows().size();
        }
        assertThat(seen).isGreaterThan(200);
    }

    private static Filter filter(Random random) {
        Instant from = FIRST.plusSeconds(random.nextInt(15 * 86_400));
        Map<Field, Set<String>> only = new EnumMap<>(Field.class);
        maybe(random, only, Field.PROVIDER, Set.of("acme", "nobody"));
        maybe(random, only, Field.OPERATION, Set.of("upscale"));
        maybe(random, only, Field.MODEL, Set.of("", "m1"));
        maybe(random, only, Field.PLAN, Set.of("basic", "pro", "o'neill"));
        maybe(random, only, Field.USER, Set.of("user-1", "user-2", "user-3"));
        maybe(random, only, Field.STATUS, Set.of("success"));
        Instant edge = FIRST.plusSeconds(random.nextInt(18 * 86_400) / 900 * 900L);
        return new Filter(
                random.nextBoolean() ? FIRST.minusSeconds(500_000_000) : from,
                from.plusSeconds(86_400 + random.nextInt(9 * 86_400)),
                only,
                random.nextInt(4) == 0,
                random.nextInt(3) == 0 ? new Place(edge, "app", "a2") : null,
                1 + random.nextInt(30));
    }

    private static void maybe(
            Random random, Map<Field, Set<String>> only, Field field, Set<String> values) {
        if (random.nextInt(4) == 0) {
            only.put(field, values);
        }
    }

    @Test
    void pageByPageEveryEventComesOnce() {
        LedgerUnderTest ledger = open(UTC);
        recorded(ledger);
        List<String> ids = new ArrayList<>();
        Place next = null;
        do {
            Page page =
                    ledger.events()
                            .page(new Filter(FIRST, END.plusSeconds(1), Map.of(), false, next, 7));
            page.rows().forEach(row -> ids.add(row.event().event().key().id()));
            next = page.next();
        } while (next != null);

        assertThat(ids).hasSize(EVENTS).doesNotHaveDuplicates();
    }

    @Test
    void anEventComesWithEveryCorrectionInTheirOrder() {
        LedgerUnderTest ledger = open(UTC);
        LoggedEvents reference = recorded(ledger).events();
        int corrections = 0;
        for (int i = 0; i < EVENTS; i += 3) {
            List<LoggedEvent> found =
                    ledger.events().find(new Search("a" + i, null, null)).events();
            assertThat(readable(found))
                    .as("seed %d, event %d", SEED, i)
                    .isEqualTo(readable(reference.find(new Search("a" + i, null, null)).events()));
            corrections += found.getFirst().corrections().size();
        }
        assertThat(corrections).isGreaterThan(50);
    }

    @Test
    void anIdOfSeveralSourcesAndTimesIsFoundByWhatIsKnownOfIt() {
        LedgerUnderTest ledger = open(UTC);
        List<PricedEvent> rows = new ArrayList<>();
        for (String source : List.of("app", "shop")) {
            for (int day = 0; day < 12; day++) {
                Instant time = FIRST.plusSeconds(day * 86_400L);
                PricedEvent row = LedgerFixtures.row("twin \"1\"", time, time);
                rows.add(
                        new PricedEvent(
                                source, time, row.event(), row.time(), row.cost(), row.value()));
            }
        }
        ledger.store().apply(LedgerFixtures.batch(1, rows));
        LoggedEvents events = ledger.events();

        assertThat(events.find(new Search("twin \"1\"", null, null)).more()).isTrue();
        assertThat(events.find(new Search("twin \"1\"", null, null)).events()).hasSize(20);
        assertThat(events.find(new Search("twin \"1\"", "shop", null)).events())
                .hasSize(12)
                .allMatch(one -> one.now().event().key().source().equals("shop"));
        assertThat(events.find(new Search("twin \"1\"", null, FIRST)).events()).hasSize(2);
        assertThat(events.find(new Search("twin", null, null)).events()).isEmpty();
    }

    @Test
    void partsAddUpToTheCostOfEveryEventAndCorrection() {
        LedgerUnderTest ledger = open(UTC);
        recorded(ledger);
        int parts = 0;
        for (int i = 0; i < EVENTS; i++) {
            LoggedEvent event =
                    ledger.events().find(new Search("a" + i, "app", null)).events().getFirst();
            ExplainedEvent explained = ExplainedEvent.of(event, ledger.store().books());
            parts += ExplainedAmounts.check("seed " + SEED + ", event " + i, explained);
        }
        assertThat(parts).isGreaterThan(EVENTS / 2);
    }

    @Test
    void eventsWhoseCostWasToldAreThoseOfTheLedgerInMemory() {
        LedgerUnderTest ledger = open(UTC);
        LogNow reference = recorded(ledger).now();
        Instant from = FIRST.plusSeconds(90_061);

        for (EventScope scope :
                List.of(
                        EventScope.of(FIRST, END),
                        EventScope.of(from, END.minusSeconds(86_400)),
                        new EventScope(FIRST, END, "acme", "upscale", ""))) {
            assertThat(told(ledger.store().now(), scope))
                    .as("seed %d, %s", SEED, scope)
                    .isNotEmpty()
                    .isEqualTo(told(reference, scope));
        }
    }

    private static List<String> told(LogNow log, EventScope scope) {
        List<String> told = new ArrayList<>();
        log.eachTold(
                scope,
                row -> {
                    assertThat(ExplainedCost.of(row, LedgerFixtures.books().prices()))
                            .isInstanceOf(ExplainedCost.Told.class);
                    told.add(readable(row.receivedAt(FIRST)));
                });
        return told.stream().sorted().toList();
    }

    @Test
    void anEmptyLedgerHasNone() {
        LoggedEvents events = open(UTC).events();

        assertThat(events.page(new Filter(FIRST, END, Map.of(), false, null, 9)))
                .isEqualTo(new Page(List.of(), null));
        assertThat(events.find(new Search("a", null, null)).events()).isEmpty();
    }

    private static List<String> readable(Page page) {
        List<String> all = new ArrayList<>();
        page.rows().forEach(row -> all.add(readable(row.event()) + " | " + row.corrected()));
        all.add(String.valueOf(page.next()));
        return all;
    }

    private static List<String> readable(List<LoggedEvent> events) {
        List<String> all = new ArrayList<>();
        for (LoggedEvent event : events) {
            all.add(readable(event.charged()));
            for (Adjustment one : event.corrections()) {
                all.add(one.id() + " " + one.kind() + " " + one.bookedAt() + " " + one.changed());
                all.add(one.reason() + "/" + one.batch() + "/" + plain(one.costChange()));
                all.add(readable(one.before()) + " to " + readable(one.after()));
            }
        }
        return all;
    }

    /** Amounts as every store gives them back. */
    private static String readable(ChargedEvent row) {
        return String.join(
                " | ",
                row.event().key().toString(),
                row.event().time() + "/" + row.event().receivedAt(),
                row.event().provider() + "/" + row.event().operation() + "/" + row.event().model(),
                row.event().plan() + "/" + row.event().status() + "/" + row.event().userId(),
                row.event().quantities().byUnit().toString(),
                plain(row.event().credits()) + "/" + plain(row.event().clientCost()),
                plain(row.apiCost()) + "/" + plain(row.creditValue()),
                row.rateCardId() + "/" + row.pricing() + "/" + row.estimated());
    }

    private static String plain(@Nullable BigDecimal amount) {
        return amount == null ? "none" : amount.stripTrailingZeros().toPlainString();
    }
}
