package dev.tare.core.pricing;

/**
 * Who says what a price is, at whatever time: an agreement, our own book, or a public list.
 *
 * @param origin what kind of source it is
 * @param list the list's name, where the card came from one that is known; else empty
 */
public record PriceSource(PriceOrigin origin, String list) {
    /** That of a card. The id of a card from a known list begins with its name and a space. */
    public static PriceSource of(RateCard card) {
        int end = card.id().indexOf(' ');
        boolean listed = card.origin() == PriceOrigin.IMPORTED && end > 0;
        return new PriceSource(card.origin(), listed ? card.id().substring(0, end) : "");
    }

    /** Its name: the list's, else that of the origin. */
    public String text() {
        return list.isEmpty() ? origin.text() : list;
    }
}
