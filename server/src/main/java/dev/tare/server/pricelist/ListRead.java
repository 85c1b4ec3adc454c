package dev.tare.server.pricelist;

import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.TextTree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list of somebody else's, read: its cards, and what isn't in them.
 *
 * @param cards in the list's order; their ids begin with the list's name and a space
 * @param leftOut by entry, what of it isn't in a card, and why
 * @param withoutCost how many entries carry no cost at all
 */
public record ListRead(List<RateCard> cards, Map<String, String> leftOut, int withoutCost) {
    public ListRead {
        cards = List.copyOf(cards);
        leftOut = Map.copyOf(leftOut);
    }

    /**
     * Reads a document of any kind of list that is known, {@code null} where it is none.
     *
     * @param from since when its prices hold (UTC)
     * @param source where it was read, with its date
     */
    public static @Nullable ListRead of(TextTree document, Instant from, String source) {
        if (document instanceof TextTree.Fields map && LiteLlmList.is(map)) {
            return LiteLlmList.read(map, from, source);
        }
        return LangfuseList.is(document) ? LangfuseList.read(document, from, source) : null;
    }

    /** Whether {@link #of} would read it. */
    public static boolean knows(TextTree document) {
        return LiteLlmList.is(document) || LangfuseList.is(document);
    }
}
