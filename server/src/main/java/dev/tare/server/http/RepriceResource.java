package dev.tare.server.http;

import dev.tare.core.event.Rejection;
import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.SliceProgress;
import dev.tare.core.rollup.RepricingDifferences;
import dev.tare.core.rollup.Repricings;
import dev.tare.server.wire.Problem;
import dev.tare.server.wire.RepriceRequest;
import dev.tare.server.wire.RepriceRequest.Wish;
import dev.tare.server.wire.RepricingJson;
import dev.tare.server.wire.RepricingJson.State;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/reprice}: prices recorded events anew, or says what that would change. */
@RestController
public final class RepriceResource {
    private static final Duration JOURNAL_WAIT = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int REMEMBERED_MAX = 1_000;

    private static final Set<String> TEXTS =
            Set.of("from", "to", "provider", "operation", "model", "reason", RepriceRequest.MONTH);
    private static final Set<String> FLAGS =
            Set.of(RepriceRequest.CREDIT_VALUES, RepriceRequest.DRY_RUN);

    private final Journal journal;
    private final Repricings repricings;
    private final StatusResource.Slicing slicing;
    private final Supplier<LedgerState> ledger;
    private final Clock clock;
    private final ZoneId zone;

    /** Each goes through all events of a span; several at once would only wait for one another. */
    private final Semaphore reading = new Semaphore(1);

    /** Where the ledger has to be before what was accepted since the start is booked. */
    private final Map<String, Long> accepted = new LinkedHashMap<>();

    /**
     * @param zone the workspace's, in which days are cut
     */
    public RepriceResource(
            Journal journal,
            Repricings repricings,
            StatusResource.Slicing slicing,
            Supplier<LedgerState> ledger,
            Clock clock,
            ZoneId zone) {
        this.journal = journal;
        this.repricings = repricings;
        this.slicing = slicing;
        this.ledger = ledger;
        this.clock = clock;
        this.zone = zone;
    }

    /** A dry run is answered with the differences; else 202 once it is safe on disk. */
    @PostMapping("/v1/reprice")
    public ResponseEntity<byte[]> reprice(HttpServletRequest request) throws IOException {
        return switch (JsonBody.fields(request, TEXTS, FLAGS)) {
            case JsonBody.Bad bad -> Reply.problem(bad.problem());
            case JsonBody.Text _ -> Reply.problem(Problem.ours());
            case JsonBody.Fields body -> reprice(body);
        };
    }

    private ResponseEntity<byte[]> reprice(JsonBody.Fields body) {
        Boolean dryRun = body.flag(RepriceRequest.DRY_RUN);
        if (dryRun == null) {
            return Reply.problem(
                    Problem.caller(400, "missing_field", "Field \"dry_run\" is missing.")
                            .at(RepriceRequest.DRY_RUN)
                            .mendedBy("Send true to see what would change, false to book it."));
        }
        Map<String, String> fields = new TreeMap<>();
        for (String name : TEXTS) {
            String text = body.get(name);
            if (text != null) {
                fields.put(name, text);
            }
        }
        for (String flag : FLAGS) {
            fields.put(flag, String.valueOf(Boolean.TRUE.equals(body.flag(flag))));
        }
        return switch (RepriceRequest.parse(fields, clock.instant(), zone)) {
            case RepriceRequest.Bad bad ->
                    Reply.problem(Problem.caller(400, bad.code(), bad.message()).at(bad.field()));
            case Wish wish -> dryRun ? dryRun(wish) : accept(wish);
        };
    }

    private ResponseEntity<byte[]> dryRun(Wish wish) {
        return alone(() -> {
            Repricings.Preview preview =
                    repricings.preview(wish.scope(), wish.aim(), clock.instant());
            return json(200, RepricingJson.preview(wish, preview));
        });
    }

    private ResponseEntity<byte[]> accept(Wish wish) {
        JournalRecord.Repricing record =
                wish.record(clock.instant().truncatedTo(ChronoUnit.MICROS));
        Problem failed = Durably.append(journal, record, JOURNAL_WAIT);
        if (failed != null) {
            return Reply.problem(failed);
        }
        synchronized (accepted) {
            accepted.put(record.batch(), journal.end().offset());
            if (accepted.size() > REMEMBERED_MAX) {
                accepted.remove(accepted.keySet().iterator().next());
            }
        }
        return json(202, RepricingJson.accepted(record.batch()));
    }

    /** How one stands, and once it is booked what it changed. */
    @GetMapping("/v1/reprice/{batch}")
    public ResponseEntity<byte[]> one(@PathVariable("batch") String batch) {
        Long behind;
        synchronized (accepted) {
            behind = accepted.get(batch);
        }
        SliceProgress progress = slicing.progress();
        if (progress != null && progress.batch().equals(batch)) {
            return json(200, RepricingJson.state(batch, State.RUNNING, progress, null));
        }
        if (behind != null && ledger.get().position().offset() < behind) {
            return json(200, RepricingJson.state(batch, State.WAITING, null, null));
        }
        return alone(() -> booked(batch, behind));
    }

    private ResponseEntity<byte[]> booked(String batch, @Nullable Long behind) {
        RepricingDifferences booked = repricings.booked(batch);
        if (behind == null && booked.total().events() == 0) {
            return Reply.problem(
                    Problem.caller(
                                    404,
                                    "reprice_unknown",
                                    "Nothing was booked under the name "
                                            + Rejection.shown(batch)
                                            + ".")
                            .mendedBy(
                                    "Where the server was started anew since, it may still wait in"
                                            + " the journal, or have had nothing to change."));
        }
        return json(200, RepricingJson.state(batch, State.BOOKED, null, booked));
    }

    private ResponseEntity<byte[]> alone(Supplier<ResponseEntity<byte[]>> work) {
        if (!reading.tryAcquire()) {
            return Reply.problem(
                    Problem.outside(
                            503, "reprice_busy", "Another re-pricing is being worked out.", RETRY));
        }
        try {
            return work.get();
        } finally {
            reading.release();
        }
    }

    private static ResponseEntity<byte[]> json(int status, String text) {
        return ResponseEntity.status(HttpStatus.valueOf(status))
                .contentType(MediaType.APPLICATION_JSON)
                .body(text.getBytes(StandardCharsets.UTF_8));
    }
}
