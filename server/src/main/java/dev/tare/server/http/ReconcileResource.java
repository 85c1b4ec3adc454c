package dev.tare.server.http;

import dev.tare.core.event.Rejection;
import dev.tare.server.wire.Problem;
import dev.tare.server.wire.ReconcileRequest;
import dev.tare.server.wire.ReconcileRequest.Answer;
import dev.tare.server.wire.ReconcileRequest.Wish;
import dev.tare.server.wire.UsageEventReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/reconcile/{provider}}: a provider's bill against the log. */
@RestController
public final class ReconcileResource {
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int NAME_SHOWN = 80;

    /** Lines of text, whatever is in them. */
    private static final UsageBody.Types CSV =
            new UsageBody.Types(
                    Map.of("text/csv", UsageEventReader.Form.NDJSON), "Send text/csv in UTF-8.");

    /** Who reads and compares. */
    @FunctionalInterface
    public interface Desk {
        /** What came of that bill; {@code mapping} is {@code null} where it has FOCUS's columns. */
        Answer answer(InputStream csv, @Nullable String mapping, Wish wish) throws IOException;
    }

    private final Desk desk;
    private final IntakeSettings limits;

    /** Each reads all events of a span; and two must not book the same day at once. */
    private final Semaphore working = new Semaphore(1);

    /**
     * @param limits those of bodies
     */
    public ReconcileResource(Desk desk, IntakeSettings limits) {
        this.desk = desk;
        this.limits = limits;
    }

    /** Compares; where it is to book, that is on disk once it answers. */
    @PostMapping("/v1/reconcile/{provider}")
    public ResponseEntity<byte[]> reconcile(
            @PathVariable("provider") String provider, HttpServletRequest request)
            throws IOException {
        UsageBody body = new UsageBody(request, CSV, limits);
        Problem wrong = body.problem();
        if (wrong == null) {
            wrong = unclear(request.getParameterMap());
        }
        if (wrong == null) {
            Map<String, String> fields = new HashMap<>();
            request.getParameterMap().forEach((name, values) -> fields.put(name, values[0]));
            switch (ReconcileRequest.parse(provider, fields)) {
                case ReconcileRequest.Bad bad ->
                        wrong = Problem.caller(400, bad.code(), bad.message()).at(bad.field());
                case Wish wish -> {
                    return alone(body, wish);
                }
            }
        }
        body.drain();
        return Reply.problem(wrong);
    }

    private static @Nullable Problem unclear(Map<String, String[]> sent) {
        for (Map.Entry<String, String[]> one : sent.entrySet()) {
            String name = one.getKey();
            String shown = name.length() > NAME_SHOWN ? name.substring(0, NAME_SHOWN) : name;
            if (!ReconcileRequest.NAMES.contains(name)) {
                return Problem.caller(
                                400,
                                "unknown_parameter",
                                "There is no parameter " + Rejection.shown(name) + ".")
                        .at(shown)
                        .mendedBy("Send tz, from, to, book or reason.");
            }
            if (one.getValue().length != 1) {
                return Problem.caller(
                                400,
                                "repeated_parameter",
                                "The parameter \"" + name + "\" comes more than once.")
                        .at(shown)
                        .mendedBy("Send it once.");
            }
        }
        return null;
    }

    private ResponseEntity<byte[]> alone(UsageBody body, Wish wish) throws IOException {
        if (!working.tryAcquire()) {
            body.drain();
            return Reply.problem(
                    Problem.outside(
                            503, "reconcile_busy", "Another bill is being compared.", RETRY));
        }
        try (InputStream sent = body.open()) {
            BillBody bill = BillBody.of(sent);
            return reply(desk.answer(bill.csv(), bill.mapping(), wish));
        } catch (BillBody.Unending unending) {
            body.drain();
            return Reply.problem(
                    Problem.caller(
                                    400,
                                    "unclosed_mapping",
                                    "The mapping above the bill has no end.")
                            .mendedBy("Write a line of three dashes between the two."));
        } catch (LimitedStream.TooLong tooLong) {
            body.drain();
            return Reply.problem(body.tooLarge());
        } catch (ZipException | EOFException damaged) {
            if (!body.isGzip()) {
                throw damaged;
            }
            body.drain();
            return Reply.problem(body.damaged());
        } finally {
            working.release();
        }
    }

    private static ResponseEntity<byte[]> reply(Answer answer) {
        return switch (answer) {
            case ReconcileRequest.Compared compared ->
                    Reply.text(MediaType.APPLICATION_JSON, compared.json());
            case ReconcileRequest.Unusable unusable ->
                    Reply.problem(Problem.caller(400, unusable.code(), unusable.message()));
            case ReconcileRequest.Later later ->
                    Reply.problem(Problem.outside(503, later.code(), later.message(), RETRY));
        };
    }
}
