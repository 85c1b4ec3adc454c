package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.pricing.Books;
import dev.tare.server.history.HistoryDatabase;
import dev.tare.server.history.HistoryLedger;
import dev.tare.server.history.HistoryMapping;
import dev.tare.server.history.HistoryRun;
import dev.tare.server.history.HistorySpan;
import dev.tare.server.history.ShippedMappings;
import dev.tare.server.postgres.ForeignTables;
import dev.tare.server.postgres.PostgresAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end in the middle, and rows that can't be used. */
class HistoryStopsTest {
    private static final int PAGE_ROWS = 3;

    /** The process ends at that very moment, as far as the run can tell. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Takes events, and fails where it is told to. */
    private static final class FragileLedger implements HistoryLedger {
        final List<UsageEvent> events = new ArrayList<>();
        int sendsLeft = Integer.MAX_VALUE;
        boolean kill;

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
            if (sendsLeft-- == 0) {
                if (kill) {
                    events.addAll(sent);
                    throw new Killed();
                }
                throw new Away("The server doesn't answer.");
            }
            events.addAll(sent);
        }
    }

    @TempDir Path folder;
    private HistoryShell shell;
    private PostgresAddress from;
    private final FragileLedger ledger = new FragileLedger();

    @BeforeEach
    void fill() throws Exception {
        shell = new HistoryShell(folder);
        from = EditorShape.make(EditorShape.NOVEMBER, HistoryImportTest.CALLS);
    }

    private HistoryRun.Outcome run(boolean restart) throws Exception {
        ForeignTables tables = new ForeignTables(from);
        HistoryMapping.Parsed mapping =
                HistoryMapping.parse(Objects.requireNonNull(ShippedMappings.find("image-editor")));
        return new HistoryRun(
                        new HistoryDatabase(tables.name(), tables::open, tables::begin),
                        ledger,
                        Books.EMPTY.with(PriceFiles.read(EditorPrices.FILE)),
                        (rows, total) -> assertThat(rows).isLessThanOrEqualTo(total),
                        Clock.systemUTC())
                .run(
                        ((HistoryMapping.Good) mapping).mapping(),
                        new HistoryRun.Options(
                                HistorySpan.ALL, null, false, folder, restart, PAGE_ROWS));
    }

    private HistoryRun.Done done() throws Exception {
        HistoryRun.Outcome outcome = run(false);
        assertThat(outcome).isInstanceOf(HistoryRun.Done.class);
        return (HistoryRun.Done) outcome;
    }

    private long differentIds() {
        return ledger.events.stream().map(UsageEvent::id).distinct().count();
    }

    @Test
    void a_run_that_could_not_send_goes_on_behind_the_last_page_that_was_safe() throws Exception {
        ledger.sendsLeft = 2;
        HistoryRun.Outcome stopped = run(false);
        assertThat(stopped).isInstanceOf(HistoryRun.Stopped.class);
        assertThat(((HistoryRun.Stopped) stopped).summary().rows()).isEqualTo(2 * PAGE_ROWS);
        ledger.sendsLeft = Integer.MAX_VALUE;
        HistoryRun.Done done = done();
        assertThat(done.resumed()).isTrue();
        assertThat(done.summary().rows()).isEqualTo(13);
        assertThat(ledger.events).hasSize(12);
        assertThat(differentIds()).isEqualTo(12);
        assertThat(folder.resolve("image-editor.json")).doesNotExist();
    }

    @Test
    void the_summary_of_a_resumed_run_is_that_of_one_without_a_stop() throws Exception {
        HistoryRun.Done whole = done();
        ledger.sendsLeft = 3;
        run(false);
        ledger.sendsLeft = Integer.MAX_VALUE;
        assertThat(done().summary()).isEqualTo(whole.summary());
    }

    @Test
    void a_kill_between_the_acknowledgement_and_the_note_of_it_sends_a_page_again()
            throws Exception {
        ledger.sendsLeft = 1;
        ledger.kill = true;
        assertThatThrownBy(() -> run(false)).isInstanceOf(Killed.class);
        ledger.sendsLeft = Integer.MAX_VALUE;
        assertThat(done().resumed()).isTrue();
        assertThat(ledger.events).hasSize(12 + PAGE_ROWS);
        assertThat(differentIds()).isEqualTo(12);
        assertThat(ledger.events.stream().distinct()).hasSize(12);
    }

    @Test
    void other_prices_another_mapping_or_restart_begin_at_the_beginning() throws Exception {
        ledger.sendsLeft = 2;
        run(false);
        Path file = folder.resolve("image-editor.json");
        String state = Files.readString(file);
        ledger.sendsLeft = Integer.MAX_VALUE;
        assertThat(((HistoryRun.Done) run(true)).resumed()).isFalse();
        Files.writeString(file, state.replaceFirst("\"fingerprint\":\"..", "\"fingerprint\":\"zz"));
        assertThat(done().resumed()).isFalse();
        Files.writeString(file, "{ torn");
        assertThat(done().resumed()).isFalse();
        Files.writeString(file, state);
        assertThat(done().resumed()).isTrue();
    }

    @Test
    void broken_rows_are_named_listed_and_stop_nothing() throws Exception {
        shell.enterPrices();
        EditorShape.execute(
                from,
                """
                UPDATE processed_images SET operation_type = 'teleport' WHERE id::text LIKE '%01';
                UPDATE processed_images SET created_at = NULL WHERE id::text LIKE '%02';
                UPDATE processed_images SET created_at = '1999-01-01' WHERE id::text LIKE '%03';
                UPDATE processed_images SET processing_status = 'stuck' WHERE id::text LIKE '%04';
                UPDATE processed_images SET user_id = NULL WHERE id::text LIKE '%05';
                UPDATE credit_transactions SET amount = 99 WHERE metadata->>'image_id' LIKE '%06';
                UPDATE processed_images SET error_message = repeat('e', 3000)
                    WHERE id::text LIKE '%07';
                """);
        assertThat(shell.imported(from)).isEqualTo(ExitCode.FINDING);
        assertThat(shell.figure("inserted")).isEqualTo("5");
        assertThat(shell.figure("broken")).startsWith("7: ");
        assertThat(shell.out())
                .contains("processed_images 10000000-0000-0000-0000-000000000001: Operation")
                .contains("\"teleport\" isn't known; say under calls[0].operations")
                .contains("\"stuck\" isn't known; say under calls[0].statuses")
                .contains("Field \"time\" is empty")
                .contains("Field \"credits\" can't be \"-99\"");
        Path list = shell.data().resolve("history/image-editor.rejected.csv");
        assertThat(Files.readAllLines(list)).hasSize(8).first().asString().startsWith("table,key");
        assertThat(Files.readString(list))
                .contains("processed_images,10000000-0000-0000-0000-000000000005,user_id,");
    }

    @Test
    void rows_that_a_join_multiplies_are_told_and_sent_once() throws Exception {
        shell.enterPrices();
        String mapping =
                """
                source: shop
                calls:
                  - { name: call, from: "processed_images c CROSS JOIN generate_series(1, 2)",
                      key: c.id, time: c.created_at, user: c.user_id, operation: c.operation_type,
                      provider: "'x'" }
                """;
        assertThat(shell.importedBy(from, mapping)).isEqualTo(ExitCode.FINDING);
        assertThat(shell.figure("inserted")).isEqualTo("13");
        assertThat(shell.figure("broken")).isEqualTo("13: key: duplicate_key 13");
        assertThat(shell.out()).contains("calls[0].key must be unique");
    }

    @Test
    void since_until_and_limit_take_a_part() throws Exception {
        shell.enterPrices();
        shell.imported(from, "--dry-run", "--since", "2026-11-12", "--until", "2026-11-15");
        assertThat(shell.figure("rows found (dry run)")).isEqualTo("6");
        shell.imported(from, "--dry-run", "--since", "2026-11-12T00:00:00.000001Z");
        assertThat(shell.figure("rows found (dry run)")).isEqualTo("6");
        shell.imported(from, "--limit", "4");
        assertThat(shell.figure("rows found")).isEqualTo("4");
        shell.imported(from);
        assertThat(shell.figure("the ledger: added")).isEqualTo("8");
    }
}
