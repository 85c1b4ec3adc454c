package dev.tare.server.dashboard;

import dev.tare.core.ledger.EventScope;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.NewPrice;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.rollup.PriceImpacts;
import dev.tare.server.wire.Figures;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the list of prices and the page of one thing's prices. */
final class PricesRoom {
    static final String PATH = "/prices";
    static final String CARD = PATH + "/card";
    static final String NEW = PATH + "/new";
    static final String MISSING = PATH + "/missing";

    private static final int ROWS = 50;
    private static final int RATES = 3;

    private static final Comparator<RateCard> BY_NAME =
            Comparator.comparing(RateCard::provider)
                    .thenComparing(RateCard::operation)
                    .thenComparing(RateCard::model);

    private final Books books;
    private final PriceBook book;
    private final Instant now;

    PricesRoom(Books books, Instant now) {
        this.books = books;
        this.book = books.prices();
        this.now = now;
    }

    /** What one thing is sold under. */
    private record Name(String provider, String operation, String model) {}

    /**
     * The list.
     *
     * @param query words that all stand in provider, operation or model
     * @param origin the code of an origin; anything else = all
     * @param page from 1
     * @param missing what is said of calls without a price
     */
    PricesView list(String query, String origin, int page, String missing) {
        List<RateCard> found = new ArrayList<>();
        List<String> words = List.of(query.toLowerCase(Locale.ROOT).strip().split("\\s+"));
        Set<Name> seen = new LinkedHashSet<>();
        for (RateCard card : book.cards()) {
            boolean asked = words.stream().allMatch(word -> says(card, word));
            if (asked && seen.add(new Name(card.provider(), card.operation(), card.model()))) {
                RateCard shown = shown(card);
                if (isOf(shown, origin)) {
                    found.add(shown);
                }
            }
        }
        found.sort(BY_NAME);
        int pages = Math.max(1, (found.size() + ROWS - 1) / ROWS);
        int at = Math.clamp(page, 1, pages);
        int from = (at - 1) * ROWS;
        List<RateCard> rows = found.subList(from, Math.min(found.size(), from + ROWS));
        return new PricesView(
                query.strip(),
                isOrigin(origin) ? origin : "",
                rows.stream().map(this::row).toList(),
                range(from, rows.size(), found.size()),
                at == 1 ? "" : address(query, origin, at - 1),
                at == pages ? "" : address(query, origin, at + 1),
                missing,
                book.cards().isEmpty());
    }

    private static boolean says(RateCard card, String word) {
        return has(card.provider(), word) || has(card.operation(), word) || has(card.model(), word);
    }

    private static boolean has(String name, String word) {
        return name.toLowerCase(Locale.ROOT).contains(word);
    }

    private static boolean isOf(RateCard card, String origin) {
        return !isOrigin(origin) || card.origin().text().equals(origin);
    }

    private static boolean isOrigin(String origin) {
        for (PriceOrigin one : PriceOrigin.values()) {
            if (one.text().equals(origin)) {
                return true;
            }
        }
        return false;
    }

    /** The card in force for that name, else the next to begin, else the last that was. */
    private RateCard shown(RateCard like) {
        RateCard inForce = book.inForce(like, now);
        if (inForce != null) {
            return inForce;
        }
        List<RateCard> alike = book.alike(like);
        return alike.stream()
                .filter(card -> card.from().isAfter(now))
                .min(Comparator.comparing(RateCard::from))
                .orElseGet(() -> alike.stream().max(Comparator.comparing(RateCard::from)).get());
    }

    private static String range(int from, int count, int all) {
        if (all == 0) {
            return "";
        }
        String total = Figures.counted(all, "price");
        return count == all
                ? total
                : String.format(Locale.ROOT, "%,d–%,d of ", from + 1, from + count) + total;
    }

    private static String address(String query, String origin, int page) {
        return PATH
                + "?q="
                + encoded(query.strip())
                + (isOrigin(origin) ? "&origin=" + origin : "")
                + "&page="
                + page;
    }

    private PricesView.Row row(RateCard card) {
        List<PriceWords.Phrase> prices = PriceWords.of(card.pricing());
        return new PricesView.Row(
                cardHref(card),
                PriceWords.title(card),
                PriceWords.subtitle(card),
                prices.stream().limit(RATES).map(PriceWords.Phrase::text).toList(),
                Math.max(0, prices.size() - RATES),
                card.holdsAt(now) ? "" : state(card),
                PriceWords.day(card.from()),
                PriceWords.origin(card),
                CallItems.apart(card.source()));
    }

    private String state(RateCard card) {
        if (card.from().isAfter(now)) {
            return "Begins later";
        }
        if (!card.holdsAt(now)) {
            return "Ended";
        }
        RateCard inForce = book.inForce(card, now);
        if (inForce == null || card.equals(inForce)) {
            return "In force";
        }
        return inForce.from().isAfter(card.from()) ? "Replaced" : "Outweighed";
    }

    /**
     * The page of one thing.
     *
     * @param id a card of it
     * @param done what came of entering that card; empty = it wasn't just entered
     * @return {@code null} where there is no such card
     */
    @Nullable PriceCardView card(String id, String done) {
        RateCard card = book.card(id);
        if (card == null) {
            return null;
        }
        List<RateCard> alike = new ArrayList<>(book.alike(card));
        alike.sort(Comparator.comparing(RateCard::from).reversed());
        RateCard inForce = book.inForce(card, now);
        RateCard open = inForce == null ? alike.getFirst() : inForce;
        return new PriceCardView(
                PriceWords.title(card),
                PriceWords.subtitle(card),
                EnteredWords.of(done, NewPrice.of(book, List.of(card)).getFirst()),
                NEW + "?as=" + encoded(open.id()),
                command(card, done),
                alike.stream()
                        .map(one -> entry(one, one.equals(open) || one.equals(card)))
                        .toList());
    }

    /** What prices the logged calls anew; empty where there are none, or it is under way. */
    private String command(RateCard card, String done) {
        if (!EnteredWords.leavesLog(done)) {
            return "";
        }
        EventScope scope = PriceImpacts.scope(books, List.of(card), now);
        return scope == null ? "" : RepriceLine.of(scope);
    }

    private PriceCardView.Entry entry(RateCard card, boolean open) {
        String unit = card.pricing().defaultUnit();
        return new PriceCardView.Entry(
                card.id(),
                state(card),
                state(card).equals("In force"),
                period(card),
                PriceWords.origin(card),
                CallItems.apart(card.source()),
                PriceWords.of(card.pricing()).stream().map(PriceWords.Phrase::text).toList(),
                PriceWords.failedCalls(card),
                unit == null ? "" : CallItems.apart(unit.replace('_', ' ')),
                open);
    }

    static String period(RateCard card) {
        Instant to = card.to();
        return "From "
                + PriceWords.day(card.from())
                + (to == null ? "" : " until " + PriceWords.day(to));
    }

    /** The page of that card's thing. */
    static String cardHref(RateCard card) {
        return CARD + "?id=" + encoded(card.id());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
