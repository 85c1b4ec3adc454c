package dev.tare.server.wiring;

import dev.tare.core.pricing.CreditTariff;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.pricelist.Catalogue;
import dev.tare.server.wire.PriceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The prices that a new data folder begins with: those of image providers and payment fees as our
 * own, those of language models as the catalogue has them.
 */
public final class ShippedPrices {
    private static final List<String> FILES = List.of("image-providers", "payment-fees", "plans");

    private ShippedPrices() {}

    /** All of them as one change. */
    public static PriceChange read() {
        List<RateCard> cards = new ArrayList<>();
        List<Plan> plans = new ArrayList<>();
        List<CreditTariff> tariffs = new ArrayList<>();
        for (String file : FILES) {
            switch (PriceFile.parse(text(file))) {
                case PriceFile.Bad bad ->
                        throw new IllegalStateException(file + ".yaml: " + bad.problems());
                case PriceFile.Prices prices -> {
                    cards.addAll(prices.change().rateCards());
                    plans.addAll(prices.change().plans());
                    tariffs.addAll(prices.change().tariffs());
                }
            }
        }
        Catalogue.names().stream()
                .filter(name -> !name.equals(Catalogue.IMAGE_PROVIDERS))
                .forEach(name -> cards.addAll(Catalogue.cards(name)));
        return new PriceChange(cards, plans, tariffs);
    }

    private static String text(String file) {
        String name = "/dev/tare/prices/" + file + ".yaml";
        try (InputStream in = ShippedPrices.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("Price file " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
