package dev.tare.server.dashboard;

import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.QuarantineDesk;
import dev.tare.core.ledger.QuarantineDesk.Judged;
import dev.tare.core.ledger.QuarantineDesk.Wish;
import dev.tare.server.dashboard.DashboardController.SignOut;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The page on which somebody looks at what was set aside, and decides. */
@RestController
public final class QuarantineController {
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    private static final long JOURNAL_WAIT_S = 30;

    /**
     * What the page works with.
     *
     * @param recorded waits a moment for what is in the journal to be in the ledger
     */
    public record Parts(
            QuarantineDesk desk, Journal journal, Runnable recorded, DashboardSettings settings) {}

    private final Parts parts;
    private final QuarantineRoom room;
    private final TemplateEngine templates;
    private final Assets assets;

    public QuarantineController(Parts parts, TemplateEngine templates, Assets assets) {
        this.parts = parts;
        this.room = new QuarantineRoom(parts.desk(), parts.settings());
        this.templates = templates;
        this.assets = assets;
    }

    /** The page; {@code done} is an entry decided upon a moment ago. */
    @GetMapping(QuarantineRoom.PATH)
    public ResponseEntity<String> page(
            HttpServletRequest request,
            @RequestParam(name = "state", required = false) @Nullable String state,
            @RequestParam(name = "after", required = false) @Nullable String after,
            @RequestParam(name = "done", required = false) @Nullable String done) {
        return answer(request, HttpStatus.OK, room.page(state, after, done, ""));
    }

    /** Decides about an entry, and shows the page again. */
    @PostMapping(QuarantineRoom.PATH + "/{entry}")
    public ResponseEntity<String> decide(
            HttpServletRequest request,
            @PathVariable("entry") String entry,
            @RequestParam(name = "action", defaultValue = "") String action,
            @RequestParam(name = "new_id", defaultValue = "") String newId,
            @RequestParam(name = "note", defaultValue = "") String note) {
        String user = request.getRemoteUser();
        Wish wish =
                new Wish(
                        entry,
                        action.equals("discard") ? Action.DISCARD : Action.RETRY,
                        action.equals("record") ? newId.strip() : null,
                        note,
                        user == null ? "dashboard" : user);
        if (!action.matches("retry|record|discard")) {
            return refused(request, HttpStatus.BAD_REQUEST, "There is no such decision.");
        }
        var now = parts.settings().clock().instant().truncatedTo(ChronoUnit.MICROS);
        return switch (parts.desk().judge(wish, now)) {
            case Judged.Refused refused ->
                    refused(request, HttpStatus.CONFLICT, refused.message() + " " + refused.mend());
            case Judged.Ready ready -> append(request, ready);
        };
    }

    private ResponseEntity<String> append(HttpServletRequest request, Judged.Ready ready) {
        try {
            parts.journal().append(ready.decision()).get(JOURNAL_WAIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            return refused(
                    request,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "The journal can't be written now; nothing was decided. Try again later.");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return refused(request, HttpStatus.SERVICE_UNAVAILABLE, "The server is shutting down.");
        }
        parts.recorded().run();
        String done =
                URLEncoder.encode(ready.decision().entries().getFirst(), StandardCharsets.UTF_8);
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(QuarantineRoom.PATH + "?done=" + done))
                .build();
    }

    private ResponseEntity<String> refused(
            HttpServletRequest request, HttpStatus status, String problem) {
        return answer(request, status, room.page(null, null, null, problem));
    }

    private ResponseEntity<String> answer(
            HttpServletRequest request, HttpStatus status, QuarantineView view) {
        Masthead masthead =
                new Masthead(
                        parts.settings().demo(),
                        "quarantine",
                        view.tally().waiting(),
                        "",
                        "",
                        SignOut.of(request));
        StringOutput html = new StringOutput();
        Map<String, Object> values =
                Map.of("view", view, "assets", assets.base(), "masthead", masthead);
        templates.render("quarantine.jte", values, html);
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .body(html.toString());
    }
}
