package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.NewPrice;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of a new price: what is typed is read, kept, and never more than text. */
@Timeout(60)
class PriceFormTest {
    private PricesSite prices;

    @BeforeEach
    void open() {
        prices = new PricesSite();
    }

    @AfterEach
    void close() {
        prices.close();
    }

    @Test
    void whatCantBeUnderstoodIsSaidBesideItsFieldAndWhatWasTypedStays() {
        HttpResponse<String> page =
                prices.post(
                        "preview",
                        "provider",
                        "",
                        "from",
                        "soon",
                        "source",
                        "",
                        "unit",
                        "Images",
                        "usd",
                        "0,5");

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body())
                .contains("id=\"fault-provider\">\"provider\" is missing")
                .contains("id=\"fault-from\">\"from\" can't be \"soon\"")
                .contains("id=\"fault-source\">\"source\" is missing")
                .contains("id=\"fault-rates-0-\">")
                .contains("is not a unit's name", "can't be \"0,5\"")
                .contains("value=\"soon\"", "value=\"Images\"", "value=\"0,5\"");
        assertThat(prices.entered()).isZero();
        HttpResponse<String> without = prices.post("enter", "id", PricesSite.ID, "usd", "");
        assertThat(without.statusCode()).isEqualTo(400);
        assertThat(without.body()).contains("The US dollars are missing; write a number from 0");
        assertThat(prices.entered()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "per_call: x | Line 1: \"per_call\" can't be \"x\"",
                "sum: [ { per_call: 1 } | Line 1: The file can't be read as YAML",
                "colour: red | has one key that says how it is charged",
                "'graduated:\n  unit: images\n  tiers: [ { usd: 1 }, { usd: 1 } ]' | Line 3: Tiers",
                "'' | has one key that says how it is charged",
                "'per_call: 1\nsource: mine' | has one key that says how it is charged",
            })
    void anotherWayOfChargingIsReadAsAPriceFile(String pricing, String fault) {
        HttpResponse<String> page =
                prices.post("preview", "way", "other", "default_unit", "", "pricing", pricing);

        assertThat(page.statusCode()).as(page.body()).isEqualTo(400);
        assertThat(page.body()).contains("id=\"fault-pricing\">").contains(fault.strip());
    }

    @Test
    void everyShippedPriceCanBeTakenUpByTheFormAndSaysTheSame() {
        for (RateCard card : prices.site.prices.book().cards()) {
            PriceForm form = PriceForm.like(card, TestSite.NOW);
            PriceFormText.Read read = PriceFormText.read(typed(form), "new");

            assertThat(read).as(card.id()).isInstanceOf(PriceFormText.Good.class);
            RateCard again = ((PriceFormText.Good) read).card();
            assertThat(again.pricing()).as(card.id()).isEqualTo(card.pricing());
            assertThat(again.failedCalls()).isEqualTo(card.failedCalls());
            assertThat(List.of(again.provider(), again.operation(), again.model()))
                    .isEqualTo(List.of(card.provider(), card.operation(), card.model()));
            NewPrice price = NewPrice.of(prices.site.prices.book(), List.of(again)).getFirst();
            assertThat(PriceWords.of(price.lines())).as(card.id()).isNotEmpty();
        }
    }

    @Test
    void noRateIsLostOfAPriceWithMoreThanATableTakes() {
        RateCard many = many(120);
        PriceForm form = PriceForm.like(many, TestSite.NOW);
        assertThat(form.byUnit()).isFalse();
        PriceFormText.Read read = PriceFormText.read(typed(form), "new");
        assertThat(((PriceFormText.Good) read).card().pricing()).isEqualTo(many.pricing());
        PriceForm hundred = PriceForm.like(many(100), TestSite.NOW);
        assertThat(hundred.byUnit()).isTrue();
        assertThat(hundred.rows()).hasSize(100);

        List<String> fields = new ArrayList<>(List.of("id", PricesSite.ID));
        for (int i = 0; i < 120; i++) {
            fields.addAll(rate("unit_" + i, "0.01"));
        }
        HttpResponse<String> page = prices.post("enter", fields.toArray(String[]::new));

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body())
                .contains("id=\"fault-rates\">There are more than 100 rates")
                .contains("value=\"unit_119\"");
        assertThat(prices.entered()).isZero();
    }

    @Test
    void emptyRowsAreNoRates() {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            fields.addAll(rate("", ""));
        }
        fields.addAll(rate("images", "0.07"));

        assertThat(prices.post("preview", fields.toArray(String[]::new)).body()).contains("$0.07");
    }

    private static List<String> rate(String unit, String usd) {
        return List.of("unit", unit, "usd", usd, "per", "1");
    }

    private static RateCard many(int count) {
        Map<String, BigDecimal> rates = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            rates.put("unit_" + i, new BigDecimal("0.01"));
        }
        return new RateCard(
                "many",
                "p",
                "o",
                "m",
                new PerUnitPricing(rates),
                FailedCalls.UNKNOWN,
                TestSite.NOW,
                null,
                "a page");
    }

    @Test
    void namesThatLookLikeMarkupStayText() {
        for (String path :
                List.of(
                        "/prices",
                        "/prices?q=" + URLEncoder.encode("\"><script>", StandardCharsets.UTF_8),
                        "/prices/card?id=hostile",
                        "/prices/new?as=hostile",
                        "/prices/new?provider=%3Cscript%3E&model=%22%3E%3Cscript%3E")) {
            assertThat(prices.get(path).body()).as(path).doesNotContain("<script>");
        }
        String evil = PricedCalls.HOSTILE + "\"'\u0085";
        assertThat(prices.post("preview", "provider", evil).body()).doesNotContain("<script>");
        HttpResponse<String> preview =
                prices.post("preview", "model", "it's; rm -rf $(x) </textarea><script>");
        assertThat(preview.statusCode()).isEqualTo(200);
        assertThat(preview.body())
                .doesNotContain("<script>", "</textarea><")
                .contains("it&#39;s; rm -rf $(x)");
        assertThat(prices.post("preview", "pricing", "</textarea><script>", "way", "other").body())
                .doesNotContain("<script>");
    }

    private static PriceForm typed(PriceForm form) {
        return new PriceForm(
                "",
                form.provider(),
                form.operation(),
                form.model(),
                form.from(),
                "",
                form.origin(),
                form.failedCalls(),
                "a page",
                form.way(),
                form.defaultUnit(),
                form.rates(),
                form.pricing());
    }
}
