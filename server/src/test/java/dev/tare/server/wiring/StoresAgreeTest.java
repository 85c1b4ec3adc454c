package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.profit.ReportRequest;
import dev.tare.core.profit.UsageSums;
import dev.tare.server.demo.DemoScenario;
import dev.tare.server.duckdb.DuckDbLedger;
import dev.tare.server.postgres.PostgresDatabases;
import dev.tare.server.postgres.PostgresLedger;
import dev.tare.server.wire.ReportCsv;
import dev.tare.server.wire.ReportJson;
import dev.tare.testkit.InMemoryJournal;
import dev.tare.testkit.LedgerFixtures;
import dev.tare.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same journal in both stores gives the same reports, byte for byte. */
final class StoresAgreeTest {
    private static final long SEED = 20_261_125;
    private static final int EVENTS = 100_000;
    private static final int BATCH = 1_000;
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final Instant NOW = Instant.parse("2026-11-23T04:59:59Z");

    private static final List<String> GROUPS =
            List.of("", "provider,operation", "model", "day,plan", "week", "month,status");

    /** Groups by the thousand, from the log itself. */
    private static final List<String> FINE_GROUPS = List.of("user", "day,user,operation");

    private static final List<Map<String, List<String>>> SPANS =
            List.of(
                    Map.of("range", List.of("all")),
                    Map.of("range", List.of("30d")),
                    Map.of("range", List.of("30d"), "tz", List.of("Asia/Kathmandu")),
                    Map.of(
                            "from", List.of("2026-10-31T22:07:13Z"),
                            "to", List.of("2026-11-02T11:00:01Z"),
                            "status", List.of("success", "failed")));

    @TempDir private Path folder;

    @Test
    void reports_of_both_stores_are_the_same_to_the_byte() throws InterruptedException {
        InMemoryJournal journal = journal();
        try (DuckDbLedger embedded = DuckDbLedger.open(folder.resolve("ledger.duckdb"), ZONE);
                PostgresLedger own = PostgresLedger.open(PostgresDatabases.make(), ZONE)) {
            record(journal, embedded.store());
            record(journal, own.store());

            assertThat(own.states()).isEqualTo(embedded.states());
            assertThat(own.states().getFirst().quarantined()).isPositive();
            assertThat(own.states().getFirst().duplicates()).isPositive();
            assertThat(texts(own.sums()))
                    .hasSize(2 * (GROUPS.size() * SPANS.size() + FINE_GROUPS.size()))
                    .isEqualTo(texts(embedded.sums()));
        }
    }

    private static void record(InMemoryJournal journal, UsageStore store) {
        new Recorder(journal, store, new SettableClock(NOW), state -> {}).drain();
    }

    /** Prices, then events with repeats, late copies and conflicts among them. */
    private static InMemoryJournal journal() throws InterruptedException {
        DemoScenario scenario = new DemoScenario(SEED, LocalDate.parse("2026-11-22"));
        InMemoryJournal journal = new InMemoryJournal(LedgerFixtures.JOURNAL);
        journal.append(new JournalRecord.Prices(NOW, scenario.prices())).join();
        Random random = new Random(SEED);
        List<UsageEvent> all = new ArrayList<>(scenario.events().toList());
        all = new ArrayList<>(all.subList(all.size() - EVENTS, all.size()));
        List<UsageEvent> again = new ArrayList<>();
        for (int i = 0; i < EVENTS / 100; i++) {
            UsageEvent event = all.get(random.nextInt(EVENTS));
            again.add(i % 3 == 0 ? conflicting(event) : event);
        }
        all.addAll(again);
        Collections.shuffle(all.subList(EVENTS / 2, all.size()), random);
        Instant receivedAt = NOW.minus(Duration.ofHours(2));
        for (int from = 0; from < all.size(); from += BATCH) {
            List<UsageEvent> batch = all.subList(from, Math.min(all.size(), from + BATCH));
            receivedAt = receivedAt.plusSeconds(1);
            journal.append(new JournalRecord.Usage(new UsageBatch("demo", receivedAt, batch)))
                    .join();
        }
        return journal;
    }

    private static UsageEvent conflicting(UsageEvent event) {
        return new UsageEvent(
                event.id(),
                event.time(),
                event.userId() + "-other",
                event.provider(),
                event.operation(),
                event.model(),
                event.quantities(),
                event.status(),
                event.error(),
                event.processingTimeMs(),
                event.credits(),
                event.plan(),
                event.fingerprint(),
                event.cost(),
                event.metadata(),
                event.estimated());
    }

    private static Map<String, String> texts(UsageSums sums) {
        ProfitReports reports = new ProfitReports(sums);
        Map<String, String> texts = new TreeMap<>();
        for (Map<String, List<String>> span : SPANS) {
            for (String groups : GROUPS) {
                add(texts, reports, span, groups);
            }
        }
        for (String groups : FINE_GROUPS) {
            add(texts, reports, SPANS.getLast(), groups);
        }
        return texts;
    }

    private static void add(
            Map<String, String> texts,
            ProfitReports reports,
            Map<String, List<String>> span,
            String groups) {
        Map<String, List<String>> params = new TreeMap<>(span);
        params.put("group_by", groups.isEmpty() ? List.of() : List.of(groups));
        ReportRequest.Parsed parsed = ReportRequest.parse(params, NOW, ZONE, reports::span);
        ProfitReport report = reports.report(((ReportRequest.Parsed.Query) parsed).query());
        texts.put("json " + params, ReportJson.text(report));
        texts.put("csv " + params, ReportCsv.text(report));
    }
}
