package dev.tare.server.pricelist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.time.Instant;
import org.assertj.core.api.AbstractBigDecimalAssert;
import org.junit.jupiter.api.Test;

/** Two entries of one list that name the same model: no price wins in silence. */
class SameModelTest {
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    private static ListRead read(String first, String second) throws Exception {
        String entry = "\"%s\":{\"litellm_provider\":\"gemini\",%s}";
        String map = "{" + entry.formatted("gemini/exp", first) + ",";
        return LiteLlmList.read(
                (TextTree.Fields) TextTree.read(map + entry.formatted("exp", second) + "}"),
                MARCH,
                "a map");
    }

    private static String in(String usd) {
        return "\"input_cost_per_token\":" + usd;
    }

    private static AbstractBigDecimalAssert<?> assertPrice(ListRead read) {
        assertThat(read.cards()).hasSize(1).extracting(RateCard::model).containsExactly("exp");
        PerUnitPricing price = (PerUnitPricing) read.cards().getFirst().pricing();
        BigDecimal usd = price.rates().get("input_tokens");
        return assertThat(usd);
    }

    @Test
    void ofTwoPricesTheFirstIsTakenAndThatIsSaid() throws Exception {
        ListRead read = read(in("1"), in("2"));

        assertPrice(read).isEqualByComparingTo("1");
        assertThat(read.leftOut())
                .hasSize(1)
                .containsEntry(
                        "exp",
                        "names the same model as gemini/exp at another price; the price of"
                                + " gemini/exp is taken");
    }

    @Test
    void whatCostsNothingNeverWinsOverAPrice() throws Exception {
        ListRead read = read(in("0"), in("2"));
        ListRead turned = read(in("2"), in("0"));

        assertPrice(read).isEqualByComparingTo("2");
        assertThat(read.leftOut())
                .hasSize(1)
                .containsEntry(
                        "gemini/exp",
                        "names the same model as exp, but at no cost; the price of exp is taken");
        assertPrice(turned).isEqualByComparingTo("2");
        assertThat(turned.leftOut())
                .containsEntry(
                        "exp",
                        "names the same model as gemini/exp, but at no cost; the price of"
                                + " gemini/exp is taken");
    }

    @Test
    void whatWasNotUnderstoodIsStillSaid() throws Exception {
        ListRead read = read(in("1"), in("1") + ",\"cost_per_moonbeam\":1");

        assertThat(read.leftOut())
                .containsEntry(
                        "exp",
                        "not understood: cost_per_moonbeam; names the same model as gemini/exp");
    }
}
