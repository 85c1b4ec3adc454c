package dev.tare.server.http;

import dev.tare.core.event.Rejection;
import dev.tare.core.event.RejectionCode;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.server.wire.Problem;
import dev.tare.server.wire.RefusedEvent;
import dev.tare.server.wire.UsageEventReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /v1/adjustments}: corrects events of the log. The body is that of {@code /v1/usage}:
 * each event as it should have been told, under the id, time and user it was recorded with. What
 * differs is booked beside it; what doesn't, or isn't in the log, stays as it is.
 */
@RestController
public final class AdjustmentsResource {
    private final IntakeServlet.Parts parts;

    /**
     * @param parts those of usage: what both send counts together
     */
    public AdjustmentsResource(IntakeServlet.Parts parts) {
        this.parts = parts;
    }

    /** Takes corrections; they are on disk once it answers 202, and booked soon after. */
    @PostMapping("/v1/adjustments")
    public ResponseEntity<byte[]> correct(HttpServletRequest request) throws IOException {
        UsageBody body = new UsageBody(request, UsageBody.Types.USAGE, parts.settings());
        Problem wrong = IntakeLimits.reached(parts);
        if (wrong == null) {
            wrong = body.problem(); // A form's body would be taken for parameters: not yet.
        }
        AdjustmentParameters asked = null;
        if (wrong == null) {
            asked = new AdjustmentParameters(request.getParameterMap());
            wrong = asked.problem();
        }
        if (asked == null || wrong != null) {
            Problem told = Objects.requireNonNull(wrong);
            body.drain();
            if (told.retryAfter() != null) {
                parts.gate().hold();
            }
            return Reply.problem(told);
        }
        try (BodyBudget.Share share = parts.bodies().share()) {
            return take(body, share, asked);
        }
    }

    private ResponseEntity<byte[]> take(
            UsageBody body, BodyBudget.Share share, AdjustmentParameters asked) throws IOException {
        Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
        Told told = new Told();
        Problem unread = read(body, share, now, told);
        if (unread != null) {
            share.close(); // What it sends until its end is thrown away.
            body.drain();
            return Reply.problem(unread);
        }
        String name = asked.batchOr("adjustments-" + now);
        JournalRecord.Correction record =
                new JournalRecord.Correction(
                        new UsageBatch(asked.source(), now, told.events), asked.reason(), name);
        Problem failed =
                told.events.isEmpty()
                        ? null
                        : Durably.append(parts.journal(), record, parts.settings().journalWait());
        return failed == null ? answer(name, told) : Reply.problem(failed);
    }

    private @Nullable Problem read(UsageBody body, BodyBudget.Share share, Instant now, Told told)
            throws IOException {
        try (InputStream text = share.count(body.open())) {
            boolean all =
                    UsageEventReader.read(
                            text,
                            Objects.requireNonNull(body.form()),
                            now,
                            parts.settings().eventsMax(),
                            told);
            return all ? null : body.tooMany();
        } catch (LimitedStream.TooLong tooLong) {
            return body.tooLarge();
        } catch (BodyBudget.Spent full) {
            return IntakeLimits.tooBusy();
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
