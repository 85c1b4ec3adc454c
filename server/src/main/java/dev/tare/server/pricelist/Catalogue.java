package dev.tare.server.pricelist;

import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.PriceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The price files that come with Tare for whoever wants them: one for each family of providers, in
 * Tare's own form, every card with its source and the day that was read. Their cards' origin is
 * imported, so that prices of one's own win over them.
 */
public final class Catalogue {
    /** The file of image providers, whose prices a new data folder has as its own. */
    public static final String IMAGE_PROVIDERS = "image-providers";

    private static final List<String> NAMES =
            List.of(
                    "anthropic",
                    "deepseek",
                    "google",
                    "groq",
                    IMAGE_PROVIDERS,
                    "mistral",
                    "openai",
                    "xai");

    private Catalogue() {}

    /** The names of its files, in alphabetical order. */
    public static List<String> names() {
        return NAMES;
    }

    /** The text of one file, {@code null} where there is none of that name. */
    public static @Nullable String text(String name) {
        if (!NAMES.contains(name)) {
            return null;
        }
        String resource = "/dev/tare/prices/catalogue/" + name + ".yaml";
        try (InputStream in = Catalogue.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Price file " + resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** All cards, by file. */
    public static Map<String, List<RateCard>> cards() {
        Map<String, List<RateCard>> cards = new LinkedHashMap<>();
        for (String name : NAMES) {
            cards.put(name, cards(name));
        }
        return cards;
    }

    /** The cards of a file that is there. */
    public static List<RateCard> cards(String name) {
        String text = text(name);
        return switch (PriceFile.parse(text == null ? "" : text)) {
            case PriceFile.Prices prices -> prices.change().rateCards();
            case PriceFile.Bad bad ->
                    throw new IllegalStateException(name + ".yaml: " + bad.problems());
        };
    }
}
