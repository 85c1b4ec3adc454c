package dev.tare.server.http;

import dev.tare.server.wire.Problem;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What watches over the server asks; and the way from the bare address to the dashboard. */
@RestController
public final class HealthResource {
    private static final MediaType PROMETHEUS =
            MediaType.parseMediaType("text/plain;version=0.0.4;charset=UTF-8");

    private final BooleanSupplier ready;
    private final PrometheusMeterRegistry meters;

    /**
     * @param ready whether usage can be accepted and reports be read
     */
    public HealthResource(BooleanSupplier ready, PrometheusMeterRegistry meters) {
        this.ready = ready;
        this.meters = meters;
    }

    /** The process runs. */
    @GetMapping("/healthz")
    public ResponseEntity<byte[]> health() {
        return Reply.text(MediaType.TEXT_PLAIN, "ok\n");
    }

    /** It can do its work. */
    @GetMapping("/readyz")
    public ResponseEntity<byte[]> ready() {
        return ready.getAsBoolean()
                ? Reply.text(MediaType.TEXT_PLAIN, "ready\n")
                : Reply.problem(
                        Problem.outside(
                                503,
                                "not_ready",
                                "Not ready; see the log.",
                                Duration.ofSeconds(5)));
    }

    /** Prometheus' text form. */
    @GetMapping("/metrics")
    public ResponseEntity<byte[]> metrics() {
        return Reply.text(PROMETHEUS, meters.scrape());
    }

    /** The bare address leads to the dashboard. */
    @GetMapping("/")
    public ResponseEntity<byte[]> home() {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, "/admin/analytics")
                .build();
    }
}
