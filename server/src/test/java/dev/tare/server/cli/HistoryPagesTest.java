package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.pricing.Books;
import dev.tare.server.history.HistoryDatabase;
import dev.tare.server.history.HistoryLedger;
import dev.tare.server.history.HistoryMapping;
import dev.tare.server.history.HistoryRun;
import dev.tare.server.history.HistorySpan;
import dev.tare.server.postgres.ForeignTables;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages along keys of any type, and rows of any shape. */
class HistoryPagesTest {
    private static final String CALLS =
            """
            CREATE TABLE calls (n bigint PRIMARY KEY, t text, at timestamp, seen timestamptz,
                who int, what text, plan text, tokens bigint, usd numeric(12,8), ms int);
            INSERT INTO calls SELECT i, (ARRAY['a''b', 'Z', 'ä', '漢', '\\', 'B', 'a-b', '',
                    ' ', 'é', '_', '"', 'zz'])[i - 4], '2026-10-25 02:30',
                    '2026-11-01 00:00+00'::timestamptz - i * interval '1 microsecond',
                    i, 'chat', 'pro', 1000 + i, 0.00000001 * i, 5
                FROM generate_series(5, 17) i;
            CREATE TABLE plans (who bigint, plan text, since date);
            INSERT INTO plans SELECT i, 'team', '2026-10-25' FROM generate_series(5, 8) i;
            """;

    private static final class KeptEvents implements HistoryLedger {
        final List<UsageEvent> events = new ArrayList<>();
        @Nullable Instant since;

        @Override
        public @Nullable Instant keptSince() {
            return since;
        }

        @Override
        public Map<String, StoredEvent> recorded(String source, Collection<String> ids) {
            return Map.of();
        }

        @Override
        public void correct(String source, List<UsageEvent> events) {
            throw new IllegalStateException("Nothing was recorded otherwise.");
        }

        @Override
        public void send(String source, List<UsageEvent> sent) {
            events.addAll(sent);
        }
    }

    @TempDir Path folder;
    private PostgresAddress from;
    private final KeptEvents ledger = new KeptEvents();

    @BeforeEach
    void fill() throws Exception {
        from = PostgresDatabases.make();
        EditorShape.execute(from, CALLS);
    }

    private HistoryRun.Done run(String mapping, HistorySpan span) throws Exception {
        ForeignTables tables = new ForeignTables(from);
        HistoryMapping.Parsed parsed = HistoryMapping.parse(mapping);
        assertThat(parsed).isInstanceOf(HistoryMapping.Good.class);
        HistoryRun.Outcome outcome =
                new HistoryRun(
                                new HistoryDatabase(tables.name(), tables::open, tables::begin),
                                ledger,
                                Books.EMPTY,
                                (rows, total) -> {},
                                Clock.systemUTC())
                        .run(
                                ((HistoryMapping.Good) parsed).mapping(),
                                new HistoryRun.Options(span, null, false, folder, false, 2));
        assertThat(outcome).isInstanceOf(HistoryRun.Done.class);
        return (HistoryRun.Done) outcome;
    }

    private static String by(String key) {
        return """
        source: shop
        calls:
          - { name: call, from: calls c, key: "%s", time: c.seen, user: c.who,
              operation: c.what, provider: "'openai'" }
        """
                .formatted(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c.n", "c.t", "c.seen", "c.n::text", "c.who || ':' || c.n", "-c.n"})
    void every_row_comes_once_whatever_the_key_is(String key) throws Exception {
        HistoryRun.Done done = run(by(key), HistorySpan.ALL);
        assertThat(done.summary().rows()).isEqualTo(13);
        assertThat(ledger.events.stream().map(UsageEvent::userId).distinct()).hasSize(13);
        assertThat(ledger.events.stream().map(UsageEvent::id).distinct()).hasSize(13);
    }

    @Test
    void a_row_without_a_key_is_counted_and_left_out() throws Exception {
        EditorShape.execute(from, "UPDATE calls SET t = NULL WHERE n > 15");
        HistoryRun.Done done = run(by("c.t"), HistorySpan.ALL);
        assertThat(done.summary().rows()).isEqualTo(13);
        assertThat(done.summary().skipped()).containsEntry("without a key in calls", 2L);
        assertThat(ledger.events).hasSize(11);
    }

    @Test
    void a_call_older_than_the_events_kept_is_counted_and_left_out() throws Exception {
        // The call of number i was seen i microseconds before November.
        ledger.since = Instant.parse("2026-11-01T00:00:00Z").minusNanos(10_000);
        HistoryRun.Done done = run(by("c.n"), HistorySpan.ALL);
        assertThat(done.summary().rows()).isEqualTo(13);
        assertThat(done.summary().skipped())
                .containsEntry("older than the events kept, since " + ledger.since, 7L);
        assertThat(ledger.events.stream().map(UsageEvent::userId))
                .containsExactlyInAnyOrder("5", "6", "7", "8", "9", "10");
    }

    @Test
    void a_row_may_say_quantities_cost_plan_and_what_else_is_worth_keeping() throws Exception {
        run(
                """
                source: shop
                calls:
                  - name: call
                    from: calls c
                    where: c.n = 7   -- a comment ends with its line
                    key: c.n
                    time: c.seen
                    user: c.who
                    operation: c.what
                    operations: { chat: { provider: openai, operation: chat, model: small } }
                    quantities: { input_tokens: c.tokens, output_tokens: "10" }
                    cost: c.usd
                    plan: c.plan
                    processing_time_ms: c.ms
                    metadata: { text: c.t }
                """,
                HistorySpan.ALL);
        UsageEvent event = ledger.events.getFirst();
        assertThat(event.id()).isEqualTo("call:7");
        assertThat(event.quantities().byUnit()).hasSize(2);
        assertThat(event.quantities().byUnit().get("input_tokens")).isEqualByComparingTo("1007");
        assertThat(event.cost()).isEqualByComparingTo("0.00000007");
        assertThat(event.model()).isEqualTo("small");
        assertThat(event.plan()).isEqualTo("pro");
        assertThat(event.processingTimeMs()).isEqualTo(5);
        assertThat(event.metadata())
                .isEqualTo("{\"history\":{\"table\":\"calls\",\"plan\":\"row\"},\"text\":\"ä\"}");
        assertThat(event.estimated()).isTrue();
    }

    @Test
    void times_without_an_offset_and_users_of_another_type_find_their_plans() throws Exception {
        String mapping =
                """
                source: shop
                time_zone: Europe/Berlin
                calls:
                  - { name: call, from: calls c, key: c.n, time: c.at, user: c.who,
                      operation: c.what, provider: "'openai'" }
                plans:
                  - { from: plans p, user: p.who, plan: p.plan, since: p.since }
                """;
        HistoryRun.Done done = run(mapping, HistorySpan.ALL);
        // The clock says half past two twice that night; the first is meant.
        Instant first = Instant.parse("2026-10-25T00:30:00Z");
        assertThat(ledger.events).extracting(UsageEvent::time).containsOnly(first);
        assertThat(done.summary().plans())
                .containsOnly(Map.entry("plans", 4L), Map.entry("unknown", 9L));
        assertThat(ledger.events).filteredOn(e -> e.plan() == null).hasSize(9);

        ledger.events.clear();
        run(mapping, new HistorySpan(first, first.plusNanos(1_000)));
        assertThat(ledger.events).hasSize(13);
        ledger.events.clear();
        run(mapping, new HistorySpan(first.plusNanos(1_000), null));
        assertThat(ledger.events).isEmpty();
    }

    @Test
    void two_tables_of_calls_keep_their_ids_apart() throws Exception {
        String second = by("c.n").lines().skip(2).reduce("", (a, b) -> a + b + "\n");
        HistoryRun.Done done =
                run(by("c.n") + second.replace("name: call", "name: again"), HistorySpan.ALL);
        assertThat(done.summary().tables())
                .containsOnly(Map.entry("call", 13L), Map.entry("again", 13L));
        assertThat(ledger.events.stream().map(UsageEvent::id).distinct()).hasSize(26);
    }
}
