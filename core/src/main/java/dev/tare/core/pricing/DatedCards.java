package dev.tare.core.pricing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cards for one thing, the one that wins first. Their times lie side by side: a large book is
 * asked for every event, and going from card to card would wait for memory each time.
 */
final class DatedCards {
    private static final long NO_END = Long.MAX_VALUE;

    private final RateCard[] cards;
    private final long[] fromSeconds;
    private final long[] toSeconds;

    DatedCards(List<RateCard> winnersFirst) {
        cards = winnersFirst.toArray(RateCard[]::new);
        fromSeconds = new long[cards.length];
        toSeconds = new long[cards.length];
        for (int i = 0; i < cards.length; i++) {
            Instant to = cards[i].to();
            fromSeconds[i] = cards[i].from().getEpochSecond();
            toSeconds[i] = to == null ? NO_END : to.getEpochSecond();
        }
    }

    /** All of them, the one that wins first. */
    List<RateCard> all() {
        return List.of(cards);
    }

    /** The first one that holds then; {@code null} where none does. */
    @Nullable RateCard inForce(Instant time) {
        long second = time.getEpochSecond();
        for (int i = 0; i < cards.length; i++) {
            if (second < fromSeconds[i] || second > toSeconds[i]) {
                continue;
            }
            boolean within = second > fromSeconds[i] && second < toSeconds[i];
            // In the second in which it begins or ends the card itself is asked.
            if (within || cards[i].holdsAt(time)) {
                return cards[i];
            }
        }
        return null;
    }
}
