package dev.tare.server.http;

import dev.tare.core.ledger.Journal;
import dev.tare.server.security.AccessKey;
import dev.tare.server.security.KeyCheck;
import dev.tare.server.security.KeyCheck.Caller;
import dev.tare.server.security.ProblemAnswers;
import dev.tare.server.wire.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Takes usage in, whatever form it has. A plain servlet with its own key check, since these are the
 * addresses that thousands of requests a second come to. Answers once the events are on disk.
 */
public abstract sealed class IntakeServlet extends HttpServlet
        permits UsageServlet, CloudEventsServlet {
    /** What every form of intake works with. */
    public record Parts(
            Journal journal,
            KeyCheck keys,
            Clock clock,
            IntakeGate gate,
            IntakeSettings settings,
            BodyBudget bodies,
            Trackers trackers,
            MeterRegistry meters) {
        /** With a budget of their own. */
        public Parts(
                Journal journal,
                KeyCheck keys,
                Clock clock,
                IntakeGate gate,
                IntakeSettings settings,
                Trackers trackers,
                MeterRegistry meters) {
            this(
                    journal,
                    keys,
                    clock,
                    gate,
                    settings,
                    new BodyBudget(settings.workBytesMax()),
                    trackers,
                    meters);
        }
    }

    private static final String SOURCE = "source=";

    private final transient Parts parts;
    private final transient IntakeSettings settings;
    private final transient Counter accepted;
    private final transient Counter rejected;

    IntakeServlet(Parts parts) {
        this.parts = parts;
        this.settings = parts.settings();
        this.accepted = parts.meters().counter("tare.usage.events.accepted");
        this.rejected = parts.meters().counter("tare.usage.events.rejected");
    }

    /** The Content-Types this address takes. */
    abstract UsageBody.Types types();

    /** Begins to take a request's events. */
    abstract Intake begin(String source, Instant now);

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        switch (parts.keys().caller(request)) {
            case Caller.Nobody _ ->
                    ProblemAnswers.json(
                            response,
                            Problem.caller(401, "key_needed", "Usage needs a key.")
                                    .mendedBy(
                                            "Send \"Authorization: Bearer \" and an ingest key."));
            case Caller.Refused refused -> ProblemAnswers.json(response, refused.problem());
            case Caller.Sender sender -> take(request, response, sender.source(), false);
            case Caller.Admin _ -> take(request, response, AccessKey.DEFAULT_SOURCE, true);
        }
    }

    private void take(
            HttpServletRequest request,
            HttpServletResponse response,
            String keySource,
            boolean mayNameSource)
            throws IOException {
        String source = source(request, keySource, mayNameSource);
        UsageBody body = new UsageBody(request, types(), settings);
        Problem problem = source == null ? wrongSource(mayNameSource) : before(request, body);
        if (source == null || problem != null) {
            Problem told = Objects.requireNonNull(problem);
            response.setHeader("Allow", "POST");
            body.drain();
            if (told.retryAfter() != null) {
                parts.gate().hold();
            }
            ProblemAnswers.json(response, told);
            return;
        }
        parts.trackers().hear(request.getHeader(Trackers.HEADER), source, parts.clock().instant());
        try (BodyBudget.Share share = parts.bodies().share()) {
            work(body, share, source, response);
        }
    }

    private void work(
            UsageBody body, BodyBudget.Share share, String source, HttpServletResponse response)
            throws IOException {
        Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
        Intake intake = begin(source, now);
        Problem problem = read(body, share, intake);
        if (problem == null) {
            problem = Durably.append(parts.journal(), intake.records(), settings.journalWait());
        }
        if (problem != null) {
            share.close(); // What it sends until its end is thrown away.
            body.drain();
            ProblemAnswers.json(response, problem);
            return;
        }
        accepted.increment(intake.accepted());
        rejected.increment(intake.rejected());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        intake.answer(response);
    }

    private static @Nullable String source(
            HttpServletRequest request, String keySource, boolean mayNameSource) {
        String query = request.getQueryString();
        for (String part : query == null ? List.<String>of() : List.of(query.split("&", -1))) {
            if (part.startsWith(SOURCE)) {
                String named = decoded(part.substring(SOURCE.length()));
                return mayNameSource && AccessKey.isSource(named) ? named : null;
            }
        }
        return keySource;
    }

    /** Not by the servlet's own parameters: those would take the body for a form. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    private static Problem wrongSource(boolean mayNameSource) {
        return mayNameSource
                ? Problem.caller(400, "invalid_source", "This is not the name of a source.")
                        .at("source")
                        .mendedBy("Send letters, digits and . _ : / -, 100 at most.")
                : Problem.caller(403, "source_is_the_keys", "An ingest key has its own source.")
                        .at("source")
                        .mendedBy("Leave it out, or make a key for that source.");
    }

    private @Nullable Problem before(HttpServletRequest request, UsageBody body) {
        if (!request.getMethod().equals("POST")) {
            return Problem.caller(405, "method_not_allowed", "This address takes POST only.");
        }
        Problem full = IntakeLimits.reached(parts);
        return full == null ? body.problem() : full;
    }

    private @Nullable Problem read(UsageBody body, BodyBudget.Share share, Intake intake)
            throws IOException {
        try (InputStream text = share.count(body.open())) {
            return intake.read(text, body, settings.eventsMax())
                    ? intake.problem()
                    : body.tooMany();
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
}
