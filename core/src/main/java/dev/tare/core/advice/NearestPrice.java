package dev.tare.core.advice;

import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.RateCard;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which card is likely meant by a provider, operation and model that no card is for: the same name
 * spelled otherwise, a dated version of it, or one with a letter or two wrong. Numbers in a name
 * must be the same: another number is another model.
 */
final class NearestPrice {
    /** Names of one provider, as they are spelled here and there. */
    private static final Map<String, String> FAMILIES =
            Map.ofEntries(
                    Map.entry("gemini", "google"),
                    Map.entry("googleai", "google"),
                    Map.entry("googleaistudio", "google"),
                    Map.entry("googlegenerativeai", "google"),
                    Map.entry("gcpgemini", "google"),
                    Map.entry("mistralai", "mistral"),
                    Map.entry("claude", "anthropic"),
                    Map.entry("grok", "xai"));

    /** A date, a short date, a revision, or what stands for the newest one. */
    private static final Pattern VERSION =
            Pattern.compile(
                    "[-@:.](20[0-9]{2}-?[0-9]{2}-?[0-9]{2}|[0-9]{4}|[0-9]{3}|latest|v[0-9]+)$");

    private static final int SAME = 0;
    private static final int SPELLED = 1;
    private static final int DATED = 2;
    private static final int MISSPELLED = 4;
    private static final int OTHER = 1_000;

    private NearestPrice() {}

    /** The likely card, one in force at that time if there is one; {@code null} = none is near. */
    static @Nullable RateCard find(
            PriceBook book,
            String provider,
            String operation,
            @Nullable String model,
            Instant time) {
        RateCard nearest = null;
        int least = OTHER;
        Map<String, Integer> providers = new HashMap<>();
        for (RateCard card : book.cards()) {
            int far = providers.computeIfAbsent(card.provider(), it -> provider(it, provider));
            if (far == OTHER) {
                continue;
            }
            int distance =
                    10 * far
                            + 3 * operation(card.operation(), operation)
                            + 3 * model(card.model(), model)
                            + (card.holdsAt(time) ? 0 : 1);
            if (distance < least) {
                least = distance;
                nearest = card;
            }
        }
        return nearest == null ? null : inForce(book, nearest, time);
    }

    /** For the same thing the card that governs then, rather than any. */
    private static RateCard inForce(PriceBook book, RateCard card, Instant time) {
        RateCard governing = book.inForce(card, time);
        return governing == null ? card : governing;
    }

    private static int provider(String known, String asked) {
        if (known.equals(asked)) {
            return SAME;
        }
        return family(known).equals(family(asked)) ? SPELLED : misspelled(known, asked);
    }

    private static String family(String provider) {
        String letters = letters(provider);
        return FAMILIES.getOrDefault(letters, letters);
    }

    private static int operation(String known, String asked) {
        if (known.equals(RateCard.ANY) || known.equals(asked)) {
            return SAME;
        }
        return letters(known).equals(letters(asked)) ? SPELLED : misspelled(known, asked);
    }

    private static int model(String known, @Nullable String asked) {
        if (known.equals(RateCard.ANY)) {
            return SAME;
        }
        if (asked == null) {
            return OTHER;
        }
        if (known.equals(asked)) {
            return SAME;
        }
        String bare = asked.substring(asked.lastIndexOf('/') + 1);
        if (letters(known).equals(letters(bare))) {
            return SPELLED;
        }
        if (letters(undated(known)).equals(letters(undated(bare)))) {
            return DATED;
        }
        return misspelled(known, bare);
    }

    private static String undated(String model) {
        return VERSION.matcher(model.toLowerCase(Locale.ROOT)).replaceFirst("");
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** A letter wrong in a name of five, two in one of nine; nothing that holds a number. */
    private static int misspelled(String known, String asked) {
        List<String> mine = numbered(known);
        if (!mine.equals(numbered(asked))) {
            return OTHER;
        }
        String a = known.toLowerCase(Locale.ROOT);
        String b = asked.toLowerCase(Locale.ROOT);
        int shorter = Math.min(a.length(), b.length());
        int allowed = shorter < 5 ? 0 : shorter < 9 ? 1 : 2;
        return Math.abs(a.length() - b.length()) <= allowed && edits(a, b) <= allowed
                ? MISSPELLED
                : OTHER;
    }

    /** The parts of a name that hold a number. */
    private static List<String> numbered(String name) {
        return List.of(name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)).stream()
                .filter(part -> part.chars().anyMatch(Character::isDigit))
                .toList();
    }

    /** How many letters must be put in, taken out or changed. */
    private static int edits(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(before[j], row[j - 1]) + 1);
            }
            before = row;
        }
        return before[b.length()];
    }
}
