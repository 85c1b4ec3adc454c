package dev.tare.server.http;

import dev.tare.core.event.Rejection;
import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.QuarantineDesk;
import dev.tare.core.ledger.QuarantineDesk.Judged;
import dev.tare.core.ledger.QuarantineDesk.Wish;
import dev.tare.core.ledger.QuarantineEntry;
import dev.tare.core.ledger.QuarantinedEvent;
import dev.tare.server.security.KeyCheck;
import dev.tare.server.security.KeyCheck.Caller;
import dev.tare.server.wire.Problem;
import dev.tare.server.wire.QuarantineJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/quarantine}: what was set aside, and decisions about it. */
@RestController
public final class QuarantineResource {
    private static final Duration JOURNAL_WAIT = Duration.ofSeconds(30);
    private static final int PAGE = 50;

    private final QuarantineDesk desk;
    private final Journal journal;
    private final KeyCheck keys;
    private final Clock clock;

    public QuarantineResource(QuarantineDesk desk, Journal journal, KeyCheck keys, Clock clock) {
        this.desk = desk;
        this.journal = journal;
        this.keys = keys;
        this.clock = clock;
    }

    /** A page of entries, newest receipt first. */
    @GetMapping("/v1/quarantine")
    public ResponseEntity<byte[]> list(
            @RequestParam(name = "state", required = false) @Nullable String state,
            @RequestParam(name = "reason", required = false) @Nullable String reason,
            @RequestParam(name = "after", required = false) @Nullable String after,
            @RequestParam(name = "limit", required = false) @Nullable String limit) {
        QuarantineEntry.State in = state == null ? null : QuarantineEntry.State.of(state);
        QuarantinedEvent.Reason why = reason == null ? null : QuarantinedEvent.Reason.of(reason);
        int most = limit == null ? PAGE : limit.matches("[0-9]{1,3}") ? Integer.parseInt(limit) : 0;
        if (state != null && in == null) {
            return unknown("state", state, Arrays.toString(QuarantineEntry.State.values()));
        }
        if (reason != null && why == null) {
            return unknown("reason", reason, Arrays.toString(QuarantinedEvent.Reason.values()));
        }
        if (most < 1 || most > Quarantine.PAGE_MAX) {
            return unknown("limit", limit, "a number from 1 to " + Quarantine.PAGE_MAX);
        }
        Quarantine.Filter filter = new Quarantine.Filter(in, why, after, most);
        return Reply.text(
                MediaType.APPLICATION_JSON,
                QuarantineJson.page(desk.tally(), desk.list(filter), filter));
    }

    private static ResponseEntity<byte[]> unknown(
            String parameter, @Nullable String value, String known) {
        return Reply.problem(
                Problem.caller(
                                400,
                                "invalid_parameter",
                                "The "
                                        + parameter
                                        + " can't be "
                                        + Rejection.shown(String.valueOf(value))
                                        + ".")
                        .at(parameter)
                        .mendedBy(
                                "Send "
                                        + known.toLowerCase(java.util.Locale.ROOT)
                                                .replaceAll("[\\[\\]]", "")
                                        + "."));
    }

    /** One entry, with the row it conflicts with. */
    @GetMapping("/v1/quarantine/{entry}")
    public ResponseEntity<byte[]> one(@PathVariable("entry") String entry) {
        QuarantineDesk.Case found = desk.find(entry);
        return found == null
                ? Reply.problem(
                        Problem.caller(
                                404,
                                "quarantine_unknown",
                                "There is no entry " + Rejection.shown(entry) + " in quarantine."))
                : Reply.text(MediaType.APPLICATION_JSON, QuarantineJson.entry(found));
    }

    /** Tries an event again, under its own id or a new one. */
    @PostMapping("/v1/quarantine/{entry}/retry")
    public ResponseEntity<byte[]> retry(
            @PathVariable("entry") String entry, HttpServletRequest request) throws IOException {
        return decide(entry, Action.RETRY, request, Set.of("new_id", "note"));
    }

    /** Leaves an event out of the ledger for good. */
    @PostMapping("/v1/quarantine/{entry}/discard")
    public ResponseEntity<byte[]> discard(
            @PathVariable("entry") String entry, HttpServletRequest request) throws IOException {
        return decide(entry, Action.DISCARD, request, Set.of("note"));
    }

    private ResponseEntity<byte[]> decide(
            String entry, Action action, HttpServletRequest request, Set<String> known)
            throws IOException {
        return switch (JsonBody.fields(request, known)) {
            case JsonBody.Bad bad -> Reply.problem(bad.problem());
            case JsonBody.Text _ -> Reply.problem(Problem.ours());
            case JsonBody.Fields body ->
                    decide(
                            new Wish(
                                    entry,
                                    action,
                                    body.get("new_id"),
                                    body.get("note"),
                                    name(request)));
        };
    }

    private ResponseEntity<byte[]> decide(Wish wish) {
        return switch (desk.judge(wish, clock.instant().truncatedTo(ChronoUnit.MICROS))) {
            case Judged.Refused refused -> Reply.problem(problem(refused));
            case Judged.Ready(var decision) -> {
                Problem problem = Durably.append(journal, decision, JOURNAL_WAIT);
                yield problem != null
                        ? Reply.problem(problem)
                        : Reply.json(
                                202,
                                json -> {
                                    json.writeStringProperty("entry", wish.entry());
                                    json.writeStringProperty("action", wish.action().code());
                                });
            }
        };
    }

    private static Problem problem(Judged.Refused refused) {
        int status =
                switch (refused.code()) {
                    case "quarantine_unknown" -> 404;
                    case "quarantine_decided",
                            "quarantine_conflict_stands",
                            "quarantine_new_id_taken" ->
                            409;
                    default -> 400;
                };
        return Problem.caller(status, refused.code(), refused.message())
                .at(refused.field())
                .mendedBy(refused.mend());
    }

    private String name(HttpServletRequest request) {
        return keys.caller(request) instanceof Caller.Admin admin ? admin.name() : "login";
    }
}
