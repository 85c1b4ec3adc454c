package dev.tare.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the settings is said at the start, and never with the key in it. */
class TrackerBuilderTest {
    private static TrackerBuilder builder() {
        return ApiCostTracker.builder(URI.create("http://localhost:7373"), "tare_key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:7373", "ftp://localhost", "http:///x", "http://h/?a=b"})
    void an_address_must_be_one(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiCostTracker.builder(URI.create(address), "tare_key"))
                .withMessageContaining(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "secret\nX-Other: 1", "secret key", "schlüssel"})
    void a_key_that_cannot_be_sent_is_refused_and_not_shown(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiCostTracker.builder(URI.create("http://h"), key))
                .withMessage(
                        "Setting key must be an ingest key, visible ASCII, but is (not shown).");
    }

    @Test
    void ranges_are_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().spoolBytes(1_000))
                .withMessage("Setting spoolBytes must be from 1048576 to 1073741824, but is 1000.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().flushInterval(Duration.ZERO))
                .withMessageContaining("from PT0.01S to PT1H");
        assertThatIllegalArgumentException().isThrownBy(() -> builder().batchEvents(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }

    @Test
    void the_environment_names_server_and_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrackerBuilder.from(Map.of("TARE_KEY", "tare_key")))
                .withMessage("Setting TARE_URL must be the server's address, but is null.");
        assertThat(
                        TrackerBuilder.from(
                                Map.of(
                                        "TARE_URL",
                                        "http://h:1",
                                        "TARE_KEY",
                                        "k",
                                        "TARE_SPOOL",
                                        "s")))
                .isNotNull();
    }
}
