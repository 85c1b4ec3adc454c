package dev.tare.server.dashboard;

import dev.tare.core.pricing.RateCard;
import java.util.regex.Pattern;

/** Makes the name of a card from what it is for and when it begins. */
final class PriceNames {
    private static final int START_MAX = 150;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private PriceNames() {}

    /** The first name to be tried. */
    static String base(RateCard card) {
        StringBuilder name = new StringBuilder(card.provider());
        name.append(card.operation().equals(RateCard.ANY) ? "" : "-" + card.operation());
        name.append(card.model().equals(RateCard.ANY) ? "" : "-" + card.model());
        String start = name.length() > START_MAX ? cut(name) : name.toString();
        return (start + "-" + PriceWords.written(card.from())).replaceAll("\\s", "-");
    }

    /** Half a character would not come back as it was sent. */
    private static String cut(StringBuilder name) {
        boolean within = Character.isHighSurrogate(name.charAt(START_MAX - 1));
        return name.substring(0, within ? START_MAX - 1 : START_MAX);
    }

    /** Whether it is that name, or one made from it by a number. */
    static boolean isMade(String name, String base) {
        return name.equals(base)
                || (name.startsWith(base + "-")
                        && NUMBER.matcher(name.substring(base.length() + 1)).matches());
    }
}
