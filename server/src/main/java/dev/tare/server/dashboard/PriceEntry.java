package dev.tare.server.dashboard;

import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.PriceDesk;
import dev.tare.core.ledger.PricedAnew;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.rollup.PriceImpacts;
import dev.tare.server.wire.RepriceRequest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.http.HttpStatus;

/**
 * Enters what the form says. A card's name is made from what it is for and when it begins: who
 * sends the same form twice sends the same card, and that is entered once.
 */
final class PriceEntry {
    static final String ENTERED = "entered";
    static final String KNOWN = "known";
    static final String REPRICED = "repriced";

    private static final long JOURNAL_WAIT_S = 30;
    private static final int NAME_MAX = 150;

    private final PriceDesk desk;
    private final Journal journal;

    PriceEntry(PriceDesk desk, Journal journal) {
        this.desk = desk;
        this.journal = journal;
    }

    /** What came of it. */
    sealed interface Outcome {}

    /** The card is in the journal; {@code what} says since when. */
    record Done(RateCard card, String what) implements Outcome {}

    /** Nothing was entered. */
    record Refused(HttpStatus status, String why) implements Outcome {}

    /** What is said of a card just entered. */
    static String said(String what) {
        return switch (what) {
            case ENTERED -> "This price was entered.";
            case REPRICED ->
                    "This price was entered. What is logged since it begins is being priced anew.";
            case KNOWN -> "This price is entered already; nothing was entered again.";
            default -> "";
        };
    }

    /** Reads the form; the card has the name the form has, or one that is free. */
    PriceFormText.Read read(PriceForm form, PriceBook book) {
        PriceFormText.Read read = PriceFormText.read(form, form.id().isEmpty() ? "new" : form.id());
        return read instanceof PriceFormText.Good(RateCard card)
                ? new PriceFormText.Good(named(card, form.id(), book))
                : read;
    }

    /** A name is kept while it is free, or this very card has it; else the next one is tried. */
    private static RateCard named(RateCard card, String wanted, PriceBook book) {
        String base = base(card);
        String id = wanted.isEmpty() || !wanted.startsWith(base) ? base : wanted;
        for (int i = 2; ; i++) {
            RateCard named = withId(card, id);
            RateCard known = book.card(id);
            if (known == null || known.equals(named)) {
                return named;
            }
            id = base + "-" + i;
        }
    }

    private static String base(RateCard card) {
        StringBuilder name = new StringBuilder(card.provider());
        name.append(card.operation().equals(RateCard.ANY) ? "" : "-" + card.operation());
        name.append(card.model().equals(RateCard.ANY) ? "" : "-" + card.model());
        String start = name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name.toString();
        return (start + "-" + PriceWords.written(card.from())).replaceAll("\\s", "-");
    }

    private static RateCard withId(RateCard card, String id) {
        return new RateCard(
                id,
                card.provider(),
                card.operation(),
                card.model(),
                card.pricing(),
                card.failedCalls(),
                card.from(),
                card.to(),
                card.source(),
                card.origin());
    }

    /**
     * Enters it.
     *
     * @param reprice whether what is logged since the card begins is priced anew too
     */
    Outcome enter(PriceForm form, boolean reprice, Instant now) {
        if (!(read(form, desk.books().prices()) instanceof PriceFormText.Good(RateCard card))) {
            return new Refused(HttpStatus.BAD_REQUEST, "");
        }
        if (!card.id().equals(form.id())) {
            return new Refused(
                    HttpStatus.CONFLICT,
                    "Another price was entered meanwhile under the name "
                            + CallItems.apart(form.id())
                            + ". Nothing was entered now; look at what this one changes.");
        }
        PriceChange change = new PriceChange(List.of(card), List.of(), List.of());
        return switch (desk.enter(change, now, this::isSafe)) {
            case PriceDesk.Taken _ ->
                    new Refused(
                            HttpStatus.CONFLICT,
                            "Another price was entered meanwhile. Nothing was entered now; look at"
                                    + " what this one changes.");
            case PriceDesk.NotSafe _ ->
                    new Refused(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "The journal can't be written now; nothing was entered. Try again"
                                    + " later.");
            case PriceDesk.Entered(PriceChange news) -> {
                if (news.equals(PriceChange.NONE)) {
                    yield new Done(card, KNOWN);
                }
                yield new Done(card, reprice && reprices(card, now) ? REPRICED : ENTERED);
            }
        };
    }

    /** Sends the re-pricing of what is logged behind the price; false where nothing is. */
    private boolean reprices(RateCard card, Instant now) {
        EventScope scope = PriceImpacts.scope(desk.books(), List.of(card), now);
        return scope != null
                && isSafe(
                        new RepriceRequest.Wish(
                                        scope,
                                        "price " + card.id(),
                                        new PricedAnew.Aim(false, false))
                                .record(now));
    }

    private boolean isSafe(JournalRecord record) {
        try {
            journal.append(record).get(JOURNAL_WAIT_S, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException failed) {
            return false;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
