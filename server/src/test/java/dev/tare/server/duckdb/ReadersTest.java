package dev.tare.server.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.SqlConsole.Answer;
import dev.tare.core.ledger.StoreUnavailable;
import java.nio.file.Path;
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
import org.junit.jupiter.api.Test;
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
