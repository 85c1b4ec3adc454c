package dev.tare.server.dashboard;

import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.PriceDesk;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.rollup.PriceImpacts;
import dev.tare.server.dashboard.DashboardController.SignOut;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The pages on which somebody looks at prices, and enters new ones. */
@RestController
public final class PricesController {
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    private static final int PROVIDERS_MAX = 300;

    /** What calls without a price are told from. */
    public record Usage(
            ProfitReports reports,
            UnpricedUsage unpriced,
            Supplier<Map<String, List<RateCard>>> catalogue) {}

    /**
     * What the pages work with.
     *
     * @param recorded waits a moment for what is in the journal to be in the ledger
     */
    public record Parts(
            PriceDesk desk,
            Journal journal,
            Runnable recorded,
            PriceImpacts impacts,
            Usage usage,
            DashboardSettings settings) {}

    private final Parts parts;
    private final MissingPricesRoom missing;
    private final PricePreviews previews;
    private final PriceEntry entry;
    private final TemplateEngine templates;
    private final Assets assets;

    public PricesController(Parts parts, TemplateEngine templates, Assets assets) {
        this.parts = parts;
        Usage usage = parts.usage();
        this.missing =
                new MissingPricesRoom(
                        usage.reports(), usage.unpriced(), usage.catalogue(), parts.settings());
        this.previews = new PricePreviews(parts.impacts());
        this.entry = new PriceEntry(parts.desk(), parts.journal());
        this.templates = templates;
        this.assets = assets;
    }

    /** The list. */
    @GetMapping(PricesRoom.PATH)
    public ResponseEntity<String> list(
            HttpServletRequest request,
            @RequestParam(name = "q", defaultValue = "") String query,
            @RequestParam(name = "origin", defaultValue = "") String origin,
            @RequestParam(name = "page", defaultValue = "1") String page) {
        int number = page.matches("[0-9]{1,6}") ? Integer.parseInt(page) : 1;
        PricesView view = room().list(query, origin, number, missing.notice());
        return answer(request, HttpStatus.OK, "prices.jte", view);
    }

    /** All prices of one thing; {@code done} says what came of entering that card. */
    @GetMapping(PricesRoom.CARD)
    public ResponseEntity<String> card(
            HttpServletRequest request,
            @RequestParam(name = "id", defaultValue = "") String id,
            @RequestParam(name = "done", defaultValue = "") String done) {
        PriceCardView view = room().card(id, done);
        return view == null
                ? answer(request, HttpStatus.NOT_FOUND, "pricenone.jte", CallItems.apart(id))
                : answer(request, HttpStatus.OK, "price.jte", view);
    }

    /** Calls without a price. */
    @GetMapping(PricesRoom.MISSING)
    public ResponseEntity<String> missing(HttpServletRequest request) {
        MissingPricesView view = missing.page(parts.desk().books().prices());
        return answer(request, HttpStatus.OK, "pricesmissing.jte", view);
    }

    /** The form, filled in from the card {@code as}, or with a name. */
    @GetMapping(PricesRoom.NEW)
    public ResponseEntity<String> form(
            HttpServletRequest request,
            @RequestParam(name = "as", defaultValue = "") String as,
            @RequestParam(name = "provider", defaultValue = "") String provider,
            @RequestParam(name = "operation", defaultValue = "") String operation,
            @RequestParam(name = "model", defaultValue = "") String model) {
        RateCard card = parts.desk().books().prices().card(as);
        PriceForm form =
                card == null
                        ? PriceForm.of(provider, operation, model, now())
                        : PriceForm.like(card, now());
        return form(request, HttpStatus.OK, form, Map.of());
    }

    /** What was typed: to be looked at, to be changed, or to be entered. */
    @PostMapping(PricesRoom.NEW)
    public ResponseEntity<String> typed(
            HttpServletRequest request,
            @RequestParam(name = "step", defaultValue = "") String step,
            @RequestParam(name = "reprice", defaultValue = "") String reprice) {
        PriceForm form = PriceForm.of(request);
        return switch (step) {
            case "preview" -> preview(request, form, HttpStatus.OK, "");
            case "enter" -> enter(request, form, reprice.equals("yes"));
            default -> form(request, HttpStatus.OK, form, Map.of());
        };
    }

    private ResponseEntity<String> preview(
            HttpServletRequest request, PriceForm form, HttpStatus status, String problem) {
        Books books = parts.desk().books();
        return switch (entry.read(form)) {
            case PriceFormText.Faults faults ->
                    form(request, HttpStatus.BAD_REQUEST, form, faults.byField());
            case PriceFormText.Good(RateCard card) ->
                    card.equals(books.prices().card(card.id()))
                            ? toCard(card, EnteredWords.KNOWN)
                            : answer(
                                    request,
                                    status,
                                    "pricepreview.jte",
                                    previews.of(form, card, books, now(), problem));
        };
    }

    private ResponseEntity<String> enter(
            HttpServletRequest request, PriceForm form, boolean reprice) {
        return switch (entry.enter(form, reprice, now())) {
            case PriceEntry.Done(RateCard card, String what) -> {
                parts.recorded().run();
                yield toCard(card, what);
            }
            case PriceEntry.Refused(HttpStatus status, String why) ->
                    preview(request, form, status, why);
        };
    }

    private Instant now() {
        return parts.settings().clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    private PricesRoom room() {
        return new PricesRoom(parts.desk().books(), now());
    }

    private static ResponseEntity<String> toCard(RateCard card, String done) {
        return to(PricesRoom.cardHref(card) + "&done=" + done);
    }

    private static ResponseEntity<String> to(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create(address)).build();
    }

    private ResponseEntity<String> form(
            HttpServletRequest request,
            HttpStatus status,
            PriceForm form,
            Map<String, String> faults) {
        List<String> providers =
                parts.desk().books().prices().cards().stream()
                        .map(RateCard::provider)
                        .distinct()
                        .sorted()
                        .limit(PROVIDERS_MAX)
                        .toList();
        return answer(request, status, "priceform.jte", new PriceFormView(form, faults, providers));
    }

    private ResponseEntity<String> answer(
            HttpServletRequest request, HttpStatus status, String template, Object view) {
        SignOut signOut = SignOut.of(request);
        Masthead masthead =
                new Masthead(
                        parts.settings().demo(),
                        "prices",
                        parts.settings().waiting().getAsLong(),
                        "",
                        "",
                        signOut);
        StringOutput html = new StringOutput();
        Map<String, @Nullable Object> values = new TreeMap<>();
        values.put("view", view);
        values.put("assets", assets.base());
        values.put("masthead", masthead);
        templates.render(template, values, html);
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .body(html.toString());
    }
}
