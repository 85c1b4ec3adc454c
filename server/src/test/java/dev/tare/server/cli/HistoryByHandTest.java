package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.wiring.House;
import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.ShippedPrices;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call that somebody corrected by hand isn't booked back to what the tables say. */
class HistoryByHandTest {
    private static final String CALL = "image:10000000-0000-0000-0000-000000000004";
    private static final String STATUS =
            "SELECT source, status FROM api_usage_logs_adjusted WHERE id = '" + CALL + "'";

    @TempDir Path folder;
    private HistoryShell shell;
    private PostgresAddress from;

    @BeforeEach
    void imported() throws Exception {
        shell = new HistoryShell(folder);
        from = EditorShape.make(EditorShape.NOVEMBER, HistoryImportTest.CALLS);
        assertThat(shell.imported(from)).as(() -> shell.out() + shell.err()).isZero();
    }

    private void correct(EventStatus status, String reason, String batch) {
        try (TareLink link = new LocalLink(house())) {
            SqlConsole.Answer.Rows rows = (SqlConsole.Answer.Rows) link.sql(STATUS);
            String source = rows.rows().getFirst().getFirst();
            StoredEvent was =
                    Objects.requireNonNull(
                            new LinkedLedger(link, "").recorded(source, List.of(CALL)).get(CALL));
            link.correct(source, List.of(told(was, status)), reason, batch);
            link.awaitRecorded();
        }
    }

    private House house() {
        return House.open(
                new HouseSettings(shell.data(), ZoneOffset.UTC),
                Clock.systemUTC(),
                ShippedPrices::read,
                state -> {});
    }

    private static UsageEvent told(StoredEvent was, EventStatus status) {
        return new UsageEvent(
                was.key().id(),
                was.time(),
                was.userId(),
                was.provider(),
                was.operation(),
                was.model(),
                was.quantities(),
                status,
                was.error(),
                was.processingTimeMs(),
                null,
                null,
                was.fingerprint(),
                was.clientCost(),
                was.metadata(),
                true);
    }

    private String status() {
        assertThat(shell.tare("sql", STATUS)).isZero();
        return shell.out();
    }

    @Test
    void what_was_corrected_by_hand_stands_and_is_named() {
        correct(EventStatus.CANCELLED, "the customer says so", "by-hand");
        assertThat(shell.imported(from)).as(() -> shell.out() + shell.err()).isZero();

        assertThat(shell.figure("corrected by hand")).isEqualTo("1");
        assertThat(shell.out()).contains(CALL + ": status \"cancelled\" → \"success\"");
        assertThat(status()).contains("cancelled");
    }

    @Test
    void what_an_import_corrected_the_next_one_corrects_again() {
        correct(EventStatus.CANCELLED, "history is better known", "history-before");
        assertThat(shell.imported(from)).as(() -> shell.out() + shell.err()).isZero();

        assertThat(shell.figure("corrected by hand")).isNull();
        assertThat(status()).contains("success");
    }

    @Test
    void the_newest_correction_decides() {
        correct(EventStatus.CANCELLED, "the customer says so", "by-hand");
        correct(EventStatus.FAILED, "history is better known", "history-before");
        assertThat(shell.imported(from)).as(() -> shell.out() + shell.err()).isZero();

        assertThat(shell.figure("corrected by hand")).isNull();
        assertThat(status()).contains("success");
    }
}
