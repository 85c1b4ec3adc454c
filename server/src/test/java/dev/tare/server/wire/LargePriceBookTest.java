package dev.tare.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The price book of a server goes as one text, however many cards it has. */
class LargePriceBookTest {
    private static final int YAML_READERS_OWN_LIMIT = 3 << 20;

    @Test
    void aBookOfMillionsOfCharactersIsReadBackFromYamlAndJson() {
        List<RateCard> cards =
                IntStream.range(0, 18_000)
                        .mapToObj(i ->
                                new RateCard(
                                        "list provider/model-" + i,
                                        "provider",
                                        RateCard.ANY,
                                        "model-" + i,
                                        new PerUnitPricing(
                                                Map.of("input_tokens", new BigDecimal("0.25"))),
                                        FailedCalls.UNKNOWN,
                                        Instant.EPOCH,
                                        null,
                                        "a list, read 2026-03-09"))
                        .toList();
        PriceChange book = new PriceChange(cards, List.of(), List.of());

        String yaml = PriceFile.write(book);

        assertThat(yaml.length()).isGreaterThan(YAML_READERS_OWN_LIMIT);
        assertThat(PriceFile.parse(yaml)).isEqualTo(new PriceFile.Prices(book));
        assertThat(PriceFile.parse(PriceFile.writeJson(book)))
                .isEqualTo(new PriceFile.Prices(book));
    }
}
