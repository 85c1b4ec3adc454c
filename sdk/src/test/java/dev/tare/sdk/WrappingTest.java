package dev.tare.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Around a call: whatever it does reaches the caller, and the tracker's own faults don't. */
class WrappingTest extends TrackerCase {
    private final TestPace pace = new TestPace();
    private ApiCostTracker tracker;

    @BeforeEach
    void open() {
        tracker = settings().clock(pace).open(pace);
    }

    @AfterEach
    void close() {
        tracker.close();
    }

    private String sent() {
        assertThat(tracker.flush(LONG)).isTrue();
        assertThat(server.events()).hasSize(1);
        return server.events().get(0);
    }

    private TrackedCall call() {
        return tracker.call("openai", "chat").user("u1").plan("pro").model("gpt-4o");
    }

    @Test
    void the_result_comes_back_and_what_it_says_is_recorded() {
        String result =
                call().around(
                                () -> {
                                    pace.advance(Duration.ofMillis(1_840));
                                    return "hello";
                                },
                                (text, call) -> call.quantity("characters", text.length()));

        assertThat(result).isEqualTo("hello");
        assertThat(sent())
                .contains("\"time\":\"2026-11-23T10:00:00.000000Z\"")
                .contains("\"quantities\":{\"characters\":5}")
                .contains("\"processing_time_ms\":1840")
                .contains("\"model\":\"gpt-4o\",\"plan\":\"pro\",\"user_id\":\"u1\"")
                .doesNotContain("status");
    }

    @Test
    void a_checked_exception_passes_as_it_is() {
        IOException thrown = new IOException("no route");

        assertThatThrownBy(() ->
                        call().around(() -> {
                            throw thrown;
                        }))
                .isSameAs(thrown);
        assertThat(sent())
                .contains("\"status\":\"failed\"")
                .contains("\"error\":\"java.io.IOException: no route\"");
    }

    @Test
    void an_error_passes_too() {
        StackOverflowError thrown = new StackOverflowError();

        assertThatThrownBy(() ->
                        call().around(() -> {
                            throw thrown;
                        }))
                .isSameAs(thrown);
        assertThat(sent()).contains("\"status\":\"failed\"");
    }

    @Test
    void interruption_and_cancellation_are_cancelled_a_timeout_is_failed() {
        assertThat(Outcome.of(new InterruptedException())).isEqualTo(Outcome.CANCELLED);
        assertThat(Outcome.of(new CancellationException())).isEqualTo(Outcome.CANCELLED);
        assertThat(Outcome.of(new ExecutionException(new CancellationException())))
                .isEqualTo(Outcome.CANCELLED);
        assertThat(Outcome.of(new SocketTimeoutException())).isEqualTo(Outcome.FAILED);
        assertThat(Outcome.of(new ExecutionException(new IOException()))).isEqualTo(Outcome.FAILED);
    }

    @Test
    void a_reader_that_throws_harms_nobody() {
        String result =
                call().around(
                                () -> "hello",
                                (text, call) -> {
                                    throw new IllegalStateException("no usage in it");
                                });

        assertThat(result).isEqualTo("hello");
        assertThat(sent())
                .contains("\"tracker_reader\":\"java.lang.IllegalStateException\"")
                .doesNotContain("status");
    }

    @Test
    void an_exception_that_cannot_even_say_what_it_is_passes() {
        RuntimeException thrown =
                new RuntimeException() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("in getMessage");
                    }
                };

        assertThatThrownBy(() ->
                        call().around(() -> {
                            throw thrown;
                        }))
                .isSameAs(thrown);
        assertThat(sent()).contains("\"status\":\"failed\"", "WrappingTest");
    }

    @Test
    void a_clock_set_back_during_the_call_does_not_touch_its_duration() {
        call().around(() -> {
            pace.advance(Duration.ofMillis(20));
            pace.setBack(Duration.ofHours(1));
            return "";
        });

        assertThat(sent())
                .contains("\"time\":\"2026-11-23T10:00:00.000000Z\"")
                .contains("\"processing_time_ms\":20");
    }

    @Test
    void an_asynchronous_call_ends_where_it_ends() {
        TrackedCall call = call().begin();
        CompletableFuture<String> future = new CompletableFuture<>();
        CompletableFuture<Void> recorded = future.thenRun(call::end);
        pace.advance(Duration.ofSeconds(3));
        future.complete("hello");

        assertThat(recorded).isCompleted();
        assertThat(sent()).contains("\"processing_time_ms\":3000");
    }

    @Test
    @SuppressWarnings("NullAway") // What callers do all the same.
    void nothing_that_is_handed_over_makes_it_throw() {
        assertThat(tracker.track(null)).isFalse();
        assertThat(tracker.track(new UsageRecord(null, null))).isFalse();
        assertThat(tracker.track(new UsageRecord("p", "o").outcome(null))).isFalse();
        assertThat(tracker.track(new UsageRecord("p", "o").quantity(null, 1))).isFalse();
        assertThat(tracker.track(new UsageRecord("p", "o").user("x".repeat(1 << 20)))).isFalse();
        Duration absurd = Duration.ofSeconds(Long.MAX_VALUE);
        assertThat(tracker.track(new UsageRecord("p", "o").processingTime(absurd))).isTrue();

        tracker.close();

        assertThat(tracker.counts().dropped()).isEqualTo(5);
        assertThat(troubles()).contains("tracking_failed");
        assertBalanced(tracker.counts());
    }
}
