package dev.tare.server.dashboard;

import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.LoggedEvents.Search;
import dev.tare.core.ledger.ReadingTooLong;
import dev.tare.core.pricing.Books;
import dev.tare.core.profit.ProfitReports;
import dev.tare.server.dashboard.DashboardController.SignOut;
import dev.tare.server.wire.EventsRequest;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The page of single calls: the latest, and one with how its amounts came about. */
@RestController
public final class CallsController {
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    /** What the pages work with. */
    public record Parts(
            LoggedEvents events,
            ProfitReports reports,
            Supplier<Books> books,
            DashboardSettings settings) {}

    private final Parts parts;
    private final CallsRoom room;
    private final TemplateEngine templates;
    private final Assets assets;

    public CallsController(Parts parts, TemplateEngine templates, Assets assets) {
        this.parts = parts;
        this.room = new CallsRoom(parts);
        this.templates = templates;
        this.assets = assets;
    }

    /** The latest calls by what the address says; with {@code id} those of that id. */
    @GetMapping(CallsAddress.PATH)
    public ResponseEntity<String> page(
            HttpServletRequest request,
            @RequestParam(name = "id", required = false) @Nullable String id) {
        if (id != null && !id.isBlank()) {
            return found(request, new Search(id.strip(), null, null));
        }
        Map<String, List<String>> params = new TreeMap<>();
        request.getParameterMap().forEach((name, values) -> params.put(name, List.of(values)));
        CallsView view = room.page(new CallsAddress(params));
        return calls(
                request, view.problem().isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST, view);
    }

    /** One call, explained. */
    @GetMapping(CallsAddress.ONE)
    public ResponseEntity<String> one(
            HttpServletRequest request,
            @RequestParam(name = "id", defaultValue = "") String id,
            @RequestParam(name = "source", required = false) @Nullable String source,
            @RequestParam(name = "time", required = false) @Nullable String time) {
        return found(
                request, new Search(id, source, time == null ? null : EventsRequest.time(time)));
    }

    private ResponseEntity<String> found(HttpServletRequest request, Search search) {
        LoggedEvents.Found found;
        try {
            found = room.find(search);
        } catch (ReadingTooLong slow) {
            String problem = String.valueOf(slow.getMessage());
            return nothing(request, HttpStatus.BAD_REQUEST, search, problem);
        }
        return switch (found.events().size()) {
            case 0 ->
                    nothing(
                            request,
                            HttpStatus.NOT_FOUND,
                            search,
                            "No call in the log has this id.");
            case 1 ->
                    answer(request, HttpStatus.OK, "call.jte", room.one(found.events().getFirst()));
            default -> calls(request, HttpStatus.OK, room.several(found, search.id()));
        };
    }

    private ResponseEntity<String> nothing(
            HttpServletRequest request, HttpStatus status, Search search, String problem) {
        return calls(
                request,
                status,
                room.several(new LoggedEvents.Found(List.of(), false), search.id())
                        .withProblem(problem));
    }

    private ResponseEntity<String> calls(
            HttpServletRequest request, HttpStatus status, CallsView view) {
        return answer(request, status, "calls.jte", view);
    }

    private ResponseEntity<String> answer(
            HttpServletRequest request, HttpStatus status, String template, Object view) {
        Masthead masthead =
                new Masthead(
                        parts.settings().demo(),
                        "calls",
                        parts.settings().waiting().getAsLong(),
                        "",
                        "",
                        SignOut.of(request));
        StringOutput html = new StringOutput();
        templates.render(
                template,
                Map.of("view", view, "assets", assets.base(), "masthead", masthead),
                html);
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .body(html.toString());
    }
}
