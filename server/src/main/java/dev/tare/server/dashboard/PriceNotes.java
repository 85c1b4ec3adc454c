package dev.tare.server.dashboard;

import dev.tare.core.pricing.NewPrice;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.dashboard.PricePreviewView.Note;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in sentences what a new price does to the price book. */
final class PriceNotes {
    private static final int NAMED = 5;

    private PriceNotes() {}

    /** From when on it charges comes first. */
    static List<Note> of(NewPrice price, Instant now) {
        List<Note> notes = new ArrayList<>();
        notes.add(governs(price, now));
        named("It takes these over: ", takenOver(price), notes);
        named("What has a closer price keeps it: ", price.closer(), notes);
        if (price.isNothingNew()) {
            notes.add(new Note("It says what " + named(price.before()) + " says.", true));
        } else if (price.before() != null
                && price.before().failedCalls() != price.card().failedCalls()) {
            notes.add(
                    new Note(
                            "The rule for failed calls changes. So far they "
                                    + lower(PriceWords.failedCalls(price.before()))
                                    + ".",
                            false));
        }
        return notes;
    }

    private static Note governs(NewPrice price, Instant now) {
        RateCard stronger = price.stronger();
        Instant from = price.governsFrom();
        if (from == null) {
            return new Note(
                    "It would charge nothing: "
                            + named(stronger)
                            + " stays in force, since a negotiated price wins over our"
                            + " own, and that over an imported one.",
                    true);
        }
        if (stronger != null) {
            return new Note(
                    "It charges only from "
                            + PriceWords.day(from)
                            + " on"
                            + until(price)
                            + ": before that "
                            + named(stronger)
                            + " wins over it.",
                    true);
        }

        return new Note(
                (from.isAfter(now) ? "It will charge" : "It charges")
                        + " such calls from "
                        + PriceWords.day(from)
                        + " on"
                        + until(price)
                        + instead(price),
                false);
    }

    /** What is to be said of a card that is entered, and doesn't charge from its start on. */
    static String outweighed(NewPrice price) {
        RateCard stronger = price.stronger();
        Instant from = price.governsFrom();
        if (stronger == null || stronger.origin() == price.card().origin()) {
            return "";
        }
        return from == null
                ? " It charges nothing: " + named(stronger) + " wins over it."
                : " It charges only from "
                        + PriceWords.day(from)
                        + " on: until then "
                        + named(stronger)
                        + " wins over it.";
    }

    private static String lower(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private static String until(NewPrice price) {
        Instant to = price.governsTo();
        if (to == null) {
            return "";
        }
        RateCard next = price.next();
        Instant again = price.governsAgain();
        return ", until "
                + PriceWords.day(to)
                + (next == null ? "" : " when " + named(next) + " begins")
                + (again == null ? "" : ", and again from " + PriceWords.day(again) + " on");
    }

    private static String instead(NewPrice price) {
        RateCard before = price.before();
        if (before == null) {
            boolean none = price.closer().isEmpty() && price.takesOver().isEmpty();
            return none ? ". Such calls have no price so far." : ".";
        }
        return price.takesItsPlace()
                ? ", in place of " + named(before) + "."
                : ". So far such calls are charged by " + named(before) + ", which is for more.";
    }

    /** Without what is named already: the card for more that such calls are charged by. */
    private static List<RateCard> takenOver(NewPrice price) {
        RateCard before = price.before();
        String told = before == null ? "" : PriceWords.name(before);
        return price.takesOver().stream()
                .filter(card -> !PriceWords.name(card).equals(told))
                .toList();
    }

    private static void named(String what, List<RateCard> cards, List<Note> notes) {
        List<String> names = cards.stream().map(PriceWords::name).distinct().sorted().toList();
        if (!names.isEmpty()) {
            String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
            notes.add(
                    new Note(
                            what
                                    + names.stream().limit(NAMED).collect(Collectors.joining(", "))
                                    + more
                                    + ".",
                            true));
        }
    }

    private static String named(@Nullable RateCard card) {
        return card == null ? "another card" : "card " + CallItems.apart(card.id());
    }
}
