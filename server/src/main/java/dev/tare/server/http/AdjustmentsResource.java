package dev.tare.server.http;

import dev.tare.core.event.Rejection;
import dev.tare.core.event.RejectionCode;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.server.security.AccessKey;
import dev.tare.server.wire.Problem;
import dev.tare.server.wire.RefusedEvent;
import dev.tare.server.wire.UsageEventReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /v1/adjustments}: corrects events of the log. The body is that of {@code /v1/usage}:
 * each event as it should have been told, under the id, time and user it was recorded with. What
 * differs is booked beside it; what doesn't, or isn't in the log, stays as it is.
 */
@RestController
public final class AdjustmentsResource {
    private static final Duration JOURNAL_WAIT = Duration.ofSeconds(30);
    private static final int REASON_MAX = 200;
    private static final int BATCH_MAX = 100;

    private final Journal journal;
    private final Clock clock;
    private final IntakeSettings settings;

    public AdjustmentsResource(Journal journal, Clock clock, IntakeSettings settings) {
        this.journal = journal;
        this.clock = clock;
        this.settings = settings;
    }

    /** Takes corrections; they are on disk once it answers 202, and booked soon after. */
    @PostMapping("/v1/adjustments")
    public ResponseEntity<byte[]> correct(
            @RequestParam(name = "source", required = false) @Nullable String source,
            @RequestParam(name = "reason", required = false) @Nullable String reason,
            @RequestParam(name = "batch", required = false) @Nullable String batch,
            HttpServletRequest request)
            throws IOException {
        String from = source == null ? AccessKey.DEFAULT_SOURCE : source;
        UsageBody body = new UsageBody(request, UsageBody.Types.USAGE, settings);
        Problem wrong = wrong(from, reason, batch);
        if (wrong == null) {
            wrong = body.problem();
        }
        if (wrong != null) {
            body.drain();
            return Reply.problem(wrong);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Told told = new Told();
        Problem unread = read(body, now, told);
        if (unread != null) {
            body.drain();
            return Reply.problem(unread);
        }
        String name = batch == null ? "adjustments-" + now : batch;
        JournalRecord.Correction record =
                new JournalRecord.Correction(
                        new UsageBatch(from, now, told.events),
                        Objects.requireNonNull(reason),
                        name);
        Problem failed =
                told.events.isEmpty() ? null : Durably.append(journal, record, JOURNAL_WAIT);
        return failed == null ? answer(name, told) : Reply.problem(failed);
    }

    private static @Nullable Problem wrong(
            String source, @Nullable String reason, @Nullable String batch) {
        if (!AccessKey.isSource(source)) {
            return Problem.caller(400, "invalid_source", "This is not the name of a source.")
                    .at("source")
                    .mendedBy("Send letters, digits and . _ : / -, 100 at most.");
        }
        if (reason == null || !isText(reason, REASON_MAX)) {
            return Problem.caller(
                            400,
                            "reason_needed",
                            reason == null
                                    ? "A correction needs a reason."
                                    : "The reason can't be " + Rejection.shown(reason) + ".")
                    .at("reason")
                    .mendedBy(
                            "Send ?reason= and a few words, "
                                    + REASON_MAX
                                    + " characters at most.");
        }
        if (batch != null && !isText(batch, BATCH_MAX)) {
            return Problem.caller(
                            400,
                            "invalid_batch",
                            "The batch can't be " + Rejection.shown(batch) + ".")
                    .at("batch")
                    .mendedBy("Send a name of at most " + BATCH_MAX + " characters.");
        }
        return null;
    }

    private static boolean isText(String text, int most) {
        return !text.isBlank()
                && text.length() <= most
                && text.chars().noneMatch(Character::isISOControl);
    }

    private @Nullable Problem read(UsageBody body, Instant now, Told told) throws IOException {
        try (InputStream text = body.open()) {
            boolean all =
                    UsageEventReader.read(
                            text,
                            Objects.requireNonNull(body.form()),
                            now,
                            settings.eventsMax(),
                            told);
            return all ? null : body.tooMany();
        } catch (LimitedStream.TooLong tooLong) {
            return body.tooLarge();
        } catch (ZipException | EOFException damaged) {
            if (!body.isGzip()) {
                throw damaged;
            }
            return body.damaged();
        }
    }

    /** What became of each event. */
    private static final class Told implements UsageEventReader.Sink {
        final List<UsageEvent> events = new ArrayList<>();
        final List<RefusedEvent> refused = new ArrayList<>();

        @Override
        public void accepted(int index, UsageEvent event) {
            if (event.time() == null) {
                refused(
                        new RefusedEvent(
                                index,
                                event.id(),
                                new Rejection(
                                        RejectionCode.MISSING_FIELD,
                                        "time",
                                        "Field \"time\" is missing; send the time the event was"
                                                + " recorded with.")));
                return;
            }
            events.add(event);
        }

        @Override
        public void refused(RefusedEvent refusal) {
            refused.add(refusal);
        }
    }

    private static ResponseEntity<byte[]> answer(String batch, Told told) {
        int status = told.events.isEmpty() && !told.refused.isEmpty() ? 400 : 202;
        return Reply.json(
                status,
                json -> {
                    json.writeStringProperty("batch", batch);
                    json.writeNumberProperty("accepted", told.events.size());
                    UsageAnswer.refusals(json, told.refused);
                });
    }
}
