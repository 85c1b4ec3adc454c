package dev.tare.server.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.ReadingTooLong;
import dev.tare.core.ledger.SqlConsole.Answer;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.tables.Questions;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Questions to the ledger keep nobody from sending events. */
class ReadersTest {
    private static final String ENDLESS =
            "SELECT COUNT(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range > b.range";

    @TempDir Path folder;
    @RegisterExtension final DuckDbLedgers ledgers = new DuckDbLedgers();

    @Test
    void long_questions_leave_virtual_threads_running() throws Exception {
        DuckDbLedger ledger = ledgers.open(folder, ZoneOffset.UTC);
        int questions = Runtime.getRuntime().availableProcessors() + 2;
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked =
                    IntStream.range(0, questions)
                            .mapToObj(i ->
                                    requests.submit(() ->
                                            ledger.console()
                                                    .ask(ENDLESS, 1, Duration.ofSeconds(3))))
                            .toList();
            int stepsOfAnEvent = 50;
            for (int i = 0; i < stepsOfAnEvent; i++) {
                CompletableFuture.runAsync(() -> {}, requests).get(2, TimeUnit.SECONDS);
            }

            assertThat(asked).as("none was answered meanwhile").noneMatch(Future::isDone);
            for (Future<Answer> one : asked) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Refused.class);
            }
        }
    }

    @Test
    @Timeout(60)
    void a_question_ends_when_its_time_is_up_and_the_next_one_is_answered() throws Exception {
        DuckDbSettings settings =
                new DuckDbSettings(folder.resolve("other.duckdb"), ZoneOffset.UTC);
        try (DuckDBConnection origin = DuckDbFile.open(settings, false);
                Readers readers = new Readers(origin)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> count(readers, ENDLESS, Duration.ofMillis(200)))
                        .isInstanceOf(ReadingTooLong.class)
                        .hasMessageContaining("shorter span");
                assertThat(count(readers, "SELECT 7", Duration.ofSeconds(20))).isEqualTo(7);
            }
        }
    }

    private static long count(Readers readers, String sql, Duration atMost) {
        return readers.within(
                atMost,
                "Asking",
                (connection, watch) -> {
                    try (PreparedStatement statement = connection.prepareStatement(sql);
                            Questions.Watching _ = watch.over(statement);
                            ResultSet row = statement.executeQuery()) {
                        row.next();
                        long count = row.getLong(1);
                        row.next();
                        return count;
                    }
                });
    }

    @Test
    void a_failure_is_told_in_the_same_words_on_any_thread() throws Exception {
        DuckDbLedger ledger = ledgers.open(folder, ZoneOffset.UTC);
        ledger.close();
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> asked = requests.submit(() -> ledger.sums().span());
            assertThat(asked)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(StoreUnavailable.class);
        }
    }
}
