package dev.tare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.advice.UnpricedUsage.Found;
import dev.tare.core.advice.UnpricedUsage.Group;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every ledger promises of calls without a price: the answers of the ledger in memory. */
public abstract class UnpricedUsageContract {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant FIRST = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-11-21T00:00:00Z");
    private static final int ALL = 10_000;

    /** A new, empty ledger whose days are those of {@code zone}. */
    protected abstract LedgerUnderTest open(ZoneId zone);

    @Test
    void everySpanHasTheGroupsOfTheLedgerInMemory() {
        long seed = 20_261_126L;
        Random random = new Random(seed);
        LedgerUnderTest ledger = open(UTC);
        InMemoryLedger reference = new InMemoryLedger(UTC);
        CorrectedUsage usage = new CorrectedUsage(rows(random, 400), random);
        usage.record(ledger.store());
        usage.record(reference);

        assertThat(reference.unpriced().find(FIRST, END, ALL).groups()).hasSizeGreaterThan(5);
        for (int i = 0; i < 20; i++) {
            Instant from = FIRST.plusSeconds(random.nextInt(20 * 86_400));
            Instant to = from.plusSeconds(1 + random.nextInt(10 * 86_400));
            assertThat(comparable(ledger.unpriced().find(from, to, ALL)))
                    .as("seed %d, from %s to %s", seed, from, to)
                    .isEqualTo(comparable(reference.unpriced().find(from, to, ALL)));
        }
    }

    private static List<PricedEvent> rows(Random random, int count) {
        return LedgerFixtures.randomRows(random, "a", count, FIRST, END.minusSeconds(86_400));
    }

    /** What a group told is any of its events'; the rest has to be the same. */
    private static List<Group> comparable(Found found) {
        assertThat(found.moreGroups()).isZero();
        assertThat(found.moreCalls()).isZero();
        List<Group> all = new ArrayList<>();
        for (Group group : found.groups()) {
            TreeMap<String, BigDecimal> used = new TreeMap<>();
            group.quantities().forEach((unit, sum) -> used.put(unit, plain(sum)));
            all.add(
                    new Group(
                            group.provider(),
                            group.operation(),
                            group.model(),
                            group.status(),
                            group.calls(),
                            used,
                            group.first(),
                            group.last(),
                            List.of()));
        }
        all.sort((a, b) -> a.toString().compareTo(b.toString()));
        return all;
    }

    private static BigDecimal plain(BigDecimal number) {
        return new BigDecimal(number.stripTrailingZeros().toPlainString());
    }

    @Test
    void theLargestGroupsComeFirstAndTheOthersAreCounted() {
        LedgerUnderTest ledger = open(UTC);
        new CorrectedUsage(rows(new Random(3), 300), new Random(4)).record(ledger.store());
        UnpricedUsage unpriced = ledger.unpriced();
        List<Group> all = unpriced.find(FIRST, END, ALL).groups();

        Found two = unpriced.find(FIRST, END, 2);

        assertThat(two.groups())
                .extracting(Group::calls)
                .containsExactly(all.get(0).calls(), all.get(1).calls());
        assertThat(two.groups().getFirst().quantities()).isNotEmpty();
        assertThat(two.moreGroups()).isEqualTo(all.size() - 2);
        assertThat(two.moreCalls()).isEqualTo(all.stream().skip(2).mapToLong(Group::calls).sum());
        assertThat(all).isSortedAccordingTo((a, b) -> Long.compare(b.calls(), a.calls()));
    }

    @Test
    void whatATellingOfItsMetadataSaysIsAnEventsOwn() {
        LedgerUnderTest ledger = open(UTC);
        List<PricedEvent> rows = new ArrayList<>();
        for (String size : List.of("small", "large", "medium")) {
            rows.add(
                    LedgerFixtures.priced(
                            SampleEvents.event(size)
                                    .time(FIRST)
                                    .provider("nobody")
                                    .metadata("{\"size\":\"" + size + "\"}")
                                    .build(),
                            FIRST));
        }
        ledger.store().apply(LedgerFixtures.batch(1, rows));

        Found found = ledger.unpriced().find(FIRST, END, ALL);

        assertThat(found.groups()).hasSize(1);
        assertThat(found.groups().getFirst().metadata())
                .containsExactlyInAnyOrder("{\"size\":\"large\"}", "{\"size\":\"small\"}");
    }

    @Test
    void anEmptyLedgerHasNone() {
        Found found = open(UTC).unpriced().find(FIRST, END, ALL);

        assertThat(found).isEqualTo(new Found(List.of(), 0, 0));
    }
}
