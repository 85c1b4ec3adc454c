package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RecordedSignalTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final RecordedSignal signal = new RecordedSignal();

    @Test
    void whoeverWaitsIsToldAtOnce() throws Exception {
        CompletableFuture<Long> waiting = waitFrom(0);
        signal.recorded(3);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(3);
    }

    @Test
    void whatCameBeforeOneListensIsNotMissed() throws Exception {
        signal.recorded(2);
        signal.recorded(5);
        assertThat(signal.awaitMoreThan(2, LONG)).isEqualTo(7);
    }

    @Test
    void patienceEndsWithoutNews() throws Exception {
        signal.recorded(2);
        assertThat(signal.awaitMoreThan(2, Duration.ofMillis(20))).isEqualTo(2);
    }

    @Test
    void closingLetsEveryoneGo() throws Exception {
        CompletableFuture<Long> waiting = waitFrom(0);
        signal.close();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(signal.isClosed()).isTrue();
    }

    private CompletableFuture<Long> waitFrom(long seen) {
        CompletableFuture<Long> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        result.complete(signal.awaitMoreThan(seen, LONG));
                    } catch (InterruptedException e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }
}
