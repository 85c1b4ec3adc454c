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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.springframework.http.HttpStatus;

/**
 * Enters what the form says. A card's name is made from what it is for and when it begins: who
 * sends the same form twice sends the same card, and that is entered once.
 */
final class PriceEntry {
    private static final Duration JOURNAL_WAIT = Duration.ofSeconds(30);
    private static final String LOOK = " Nothing was entered now; look at what this one changes.";

    private final PriceDesk desk;
    private final Function<JournalRecord, CompletableFuture<?>> journal;
    private final Duration wait;

    PriceEntry(PriceDesk desk, Journal journal) {
        this(desk, journal::append, JOURNAL_WAIT);
    }

    /**
     * @param journal puts a record into the journal
     * @param wait how long that may take
     */
    PriceEntry(
            PriceDesk desk, Function<JournalRecord, CompletableFuture<?>> journal, Duration wait) {
        this.desk = desk;
        this.journal = journal;
        this.wait = wait;
    }

    /** What came of it. */
    sealed interface Outcome {}

    /** The card is in the journal; {@code what} is a code for {@link EnteredWords}. */
    record Done(RateCard card, String what) implements Outcome {}

    /** Nothing was entered. */
    record Refused(HttpStatus status, String why) implements Outcome {}

    /** Reads the form; the card has the name the form has, or one that is free. */
    PriceFormText.Read read(PriceForm form) {
        PriceFormText.Read read = PriceFormText.read(form, form.id().isEmpty() ? "new" : form.id());
        return read instanceof PriceFormText.Good(RateCard card)
                ? new PriceFormText.Good(named(card, form.id(), desk.claimed().prices()))
                : read;
    }

    /** A name is kept while it is free, or this very card has it; else the next one is tried. */
    private static RateCard named(RateCard card, String wanted, PriceBook book) {
        String base = PriceNames.base(card);
        String id = PriceNames.isMade(wanted, base) ? wanted : base;
        for (int i = 2; ; i++) {
            RateCard named = withId(card, id);
            RateCard known = book.card(id);
            if (known == null || known.equals(named)) {
                return named;
            }
            id = base + "-" + i;
        }
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
        if (!(read(form) instanceof PriceFormText.Good(RateCard card))) {
            return new Refused(HttpStatus.BAD_REQUEST, "");
        }
        if (!card.id().equals(form.id())) {
            return misnamed(form.id(), card);
        }
        PriceChange change = new PriceChange(List.of(card), List.of(), List.of());
        return switch (desk.enter(change, now, this::awaited)) {
            case PriceDesk.Taken _ ->
                    new Refused(HttpStatus.CONFLICT, "Another price was entered meanwhile." + LOOK);
            case PriceDesk.NotSafe _ ->
                    new Refused(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "The journal can't be written now; nothing was entered. Try again"
                                    + " later.");
            case PriceDesk.Unknown _ ->
                    new Refused(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "The journal didn't answer in time: this price may have been entered."
                                    + " Enter the same again; it counts only once.");
            case PriceDesk.Entered(PriceChange news) -> {
                boolean known = news.equals(PriceChange.NONE);
                yield new Done(
                        card,
                        (known ? EnteredWords.KNOWN : EnteredWords.ENTERED)
                                + (reprice ? repriced(card, now) : ""));
            }
        };
    }

    private static Refused misnamed(String id, RateCard card) {
        if (id.isEmpty()) {
            return new Refused(
                    HttpStatus.BAD_REQUEST,
                    "The card's name, which is made when you look at what the price changes, is"
                            + " missing."
                            + LOOK);
        }
        if (!PriceNames.isMade(id, PriceNames.base(card))) {
            return new Refused(
                    HttpStatus.BAD_REQUEST,
                    "This price can't have the name " + CallItems.apart(id) + "." + LOOK);
        }
        return new Refused(
                HttpStatus.CONFLICT,
                "Another price was entered meanwhile under the name "
                        + CallItems.apart(id)
                        + "."
                        + LOOK);
    }

    /** Sends the re-pricing of what is logged behind the price, if anything is. */
    private String repriced(RateCard card, Instant now) {
        EventScope scope = PriceImpacts.scope(desk.books(), List.of(card), now);
        if (scope == null) {
            return "";
        }
        JournalRecord record =
                new RepriceRequest.Wish(
                                scope, "price " + card.id(), new PricedAnew.Aim(false, false))
                        .record(now);
        return awaited(record).state() == Future.State.SUCCESS
                ? EnteredWords.REPRICED
                : EnteredWords.NOT_REPRICED;
    }

    /** Waits a while; what it returns says what came of it, or that nobody knows yet. */
    private CompletableFuture<?> awaited(JournalRecord record) {
        CompletableFuture<?> append = journal.apply(record);
        try {
            append.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return append;
        } catch (ExecutionException | TimeoutException notSafe) {
            return append;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return append;
        }
    }
}
