package dev.tare.server.pricelist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.Attributes;
import dev.tare.core.event.Quantities;
import dev.tare.core.pricing.Calculation;
import dev.tare.core.pricing.Call;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Langfuse's list as cards; the figures are made up for the rule each shows. */
class LangfuseListTest {
    private static final Instant AUGUST = Instant.parse("2026-08-20T00:00:00Z");

    private static ListRead read(String... entries) throws TextTree.Unreadable {
        TextTree list = TextTree.read("[" + String.join(",", entries) + "]");
        assertThat(ListRead.knows(list)).isTrue();
        return Objects.requireNonNull(ListRead.of(list, AUGUST, "a list"));
    }

    private static String entry(String name, String pattern, String prices) {
        return "{\"modelName\":\"%s\",\"matchPattern\":\"%s\",%s}".formatted(name, pattern, prices);
    }

    private static String tier(String priority, String conditions, String prices) {
        return "{\"priority\":%s,\"conditions\":[%s],\"prices\":{%s}}"
                .formatted(priority, conditions, prices);
    }

    private static String tiers(String... tiers) {
        return entry(
                "m", "(?i)^(openai/)?(m)$", "\"pricingTiers\":[" + String.join(",", tiers) + "]");
    }

    private static String above(String size) {
        return "{\"usageDetailPattern\":\"(input|cache_write)\",\"operator\":\"gt\",\"value\":"
                + size
                + "}";
    }

    private static String tierOf(String... values) {
        return "{\"source\":\"model_parameters\",\"key\":\"service_tier\",\"operator\":\"in\","
                + "\"values\":[\""
                + String.join("\",\"", values)
                + "\"]}";
    }

    private static BigDecimal cost(RateCard card, Map<String, String> told, String... quantities) {
        TreeMap<String, BigDecimal> byUnit = new TreeMap<>();
        for (int i = 0; i < quantities.length; i += 2) {
            byUnit.put(quantities[i], new BigDecimal(quantities[i + 1]));
        }
        Calculation calculation =
                card.pricing().price(new Call(new Quantities(byUnit), AUGUST, Attributes.of(told)));
        return ((Calculation.Amount) calculation).exact();
    }

    @Test
    void aModelIsKnownByTheNamesItsPatternSpellsOut() throws Exception {
        ListRead read =
                read(
                        entry(
                                "gem-1",
                                "(?i)^(google(ai)?/)?(gem-1|gem-1-latest)(@[a-z0-9]+)?$",
                                "\"prices\":{\"input\":1e-6,\"output\":2e-6}"));

        assertThat(read.leftOut()).isEmpty();
        assertThat(read.cards())
                .extracting(RateCard::model)
                .containsExactly("gem-1", "gem-1-latest");
        RateCard card = read.cards().getFirst();
        assertThat(card.provider()).isEqualTo("google");
        assertThat(card.origin()).isEqualTo(PriceOrigin.IMPORTED);
        assertThat(card.id()).isEqualTo("langfuse google/gem-1 2026-08-20");
        assertThat(card.from()).isEqualTo(AUGUST);
    }

    @Test
    void namesOfOtherSellersAreNamedAndAreNoCards() throws Exception {
        ListRead read =
                read(
                        entry(
                                "claude-9.5-x-20990101",
                                "(?i)^(anthropic/)?(claude-9.5-x(-20990101)?"
                                        + "|(eu\\\\.|us\\\\.)?anthropic\\\\.claude-9.5-x-v1(:0)?"
                                        + "|claude-9-5-x@20990101)$",
                                "\"prices\":{\"input\":3e-6}"));

        assertThat(read.cards())
                .extracting(RateCard::provider, RateCard::model)
                .allSatisfy(one -> assertThat(one.toList().getFirst()).isEqualTo("anthropic"));
        assertThat(read.cards())
                .extracting(RateCard::model)
                .containsExactly(
                        "claude-9.5-x",
                        "claude-9.5-x-20990101",
                        "claude-9-5-x",
                        "claude-9-5-x-20990101");
        assertThat(read.leftOut().get("claude-9.5-x-20990101")).contains("other sellers", "more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)^(ft:)(m:)(.+)(:)(.*)$",
                "^[a-z]+$",
                "^(m$",
                "^m\\\\",
                "^m{2$",
                "^[m$",
                ""
            })
    void aPatternWithoutNamesIsNamed(String pattern) throws Exception {
        ListRead read =
                read(entry("m", pattern, "\"tokenizerId\":\"openai\",\"prices\":{\"input\":1}"));

        assertThat(read.cards()).isEmpty();
        assertThat(read.leftOut().get("m")).contains("pattern");
    }

    @Test
    void whatHasManyNamesIsOneUnitAndWhatIsUnknownIsNamed() throws Exception {
        ListRead read =
                read(
                        entry(
                                "m",
                                "^(openai/)?m$",
                                "\"prices\":{\"input\":1e-6,\"promptTokenCount\":1e-6,"
                                        + "\"output\":2e-6,\"input_cache_read\":1e-7,"
                                        + "\"cache_read_input_tokens\":1e-7,"
                                        + "\"cache_creation_input_tokens\":3e-6,"
                                        + "\"input_cache_creation_5m\":4e-6,"
                                        + "\"input_cache_creation_1h\":5e-6,\"moonbeams\":1}"));

        RateCard card = read.cards().getFirst();
        assertThat(cost(card, Map.of(), "input_tokens", "10", "cached_input_tokens", "10"))
                .isEqualByComparingTo("0.000011");
        assertThat(cost(card, Map.of(), "reasoning_tokens", "10")).isEqualByComparingTo("0.00002");
        assertThat(cost(card, Map.of(), "cache_write_1h_tokens", "1")).isEqualByComparingTo("5e-6");
        assertThat(read.leftOut().get("m"))
                .contains("moonbeams", "input_cache_creation_5m, which differs");
        assertThat(
                        card.pricing()
                                .price(
                                        new Call(
                                                new Quantities(
                                                        Map.of(
                                                                "cache_write_5m_tokens",
                                                                BigDecimal.ONE)),
                                                AUGUST,
                                                Attributes.NONE)))
                .as("two prices of one thing are none")
                .isInstanceOf(Calculation.NoRate.class);
    }

    @Test
    void aTotalIsForBothSides() throws Exception {
        RateCard card =
                read(entry("e", "^(openai/)?e$", "\"prices\":{\"total\":1e-7}")).cards().getFirst();

        assertThat(cost(card, Map.of(), "input_tokens", "3", "output_tokens", "4"))
                .isEqualByComparingTo("7e-7");
    }

    @ParameterizedTest
    @CsvSource({
        "standard,        1000,   1",
        "standard,        272000, 272",
        "standard,        272001, 544.002",
        "flex,            1000,   0.5",
        "flex,            272001, 272.001",
        "priority,        1000,   3",
        "priority,        272001, 816.003",
        "FAST,            1000,   3"
    })
    void theFirstTierWhoseConditionsHoldGoverns(String asked, String tokens, String usd)
            throws Exception {
        RateCard card =
                read(tiers(
                                tier("0", "", "\"input\":0.001"),
                                tier("4", above("272000"), "\"input\":0.002"),
                                tier("2", tierOf("fast", "priority"), "\"input\":0.003"),
                                tier("3", tierOf("flex"), "\"input\":0.0005"),
                                tier(
                                        "1",
                                        tierOf("flex") + "," + above("272000"),
                                        "\"input\":0.001")))
                        .cards()
                        .getFirst();

        assertThat(cost(card, Map.of("service_tier", asked), "input_tokens", tokens))
                .isEqualByComparingTo(usd);
    }

    @Test
    void theWholePromptIsMeasured() throws Exception {
        RateCard card =
                read(tiers(
                                tier("0", "", "\"input\":1,\"input_cached_tokens\":1,\"output\":1"),
                                tier(
                                        "1",
                                        above("10"),
                                        "\"input\":2,\"input_cached_tokens\":2,\"output\":2")))
                        .cards()
                        .getFirst();

        assertThat(
                        cost(
                                card,
                                Map.of(),
                                "input_tokens",
                                "5",
                                "cached_input_tokens",
                                "5",
                                "output_tokens",
                                "9"))
                .isEqualByComparingTo("19");
        assertThat(cost(card, Map.of(), "input_tokens", "5", "cached_input_tokens", "6"))
                .isEqualByComparingTo("22");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"usageDetailPattern\":\"output\",\"operator\":\"gt\",\"value\":1}",
                "{\"usageDetailPattern\":\"input\",\"operator\":\"lt\",\"value\":1}",
                "{\"source\":\"model_parameters\",\"key\":\"speed\",\"operator\":\"starts\","
                        + "\"values\":[\"x\"]}",
                "{\"source\":\"the moon\",\"key\":\"speed\",\"operator\":\"in\","
                        + "\"values\":[\"x\"]}",
                "7"
            })
    void anEntryWithAConditionThatIsNotUnderstoodIsLeftOutWhole(String condition) throws Exception {
        ListRead read =
                read(tiers(tier("0", "", "\"input\":1"), tier("1", condition, "\"input\":2")));

        assertThat(read.cards()).isEmpty();
        assertThat(read.leftOut().get("m")).startsWith("not understood");
    }

    @Test
    void googlesFirstModelsAreToldByTheCharacter() throws Exception {
        ListRead read =
                read(
                        entry(
                                "chat-bison",
                                "(?i)^(chat-bison)(@[a-zA-Z0-9]+)?$",
                                "\"prices\":{\"input\":2.5e-7,\"output\":5e-7}"));

        RateCard card = read.cards().getFirst();
        assertThat(card.provider()).isEqualTo("google");
        assertThat(cost(card, Map.of(), "input_characters", "1000000"))
                .isEqualByComparingTo("0.25");
    }

    @Test
    void entriesWithoutPriceAreCountedAndASecondEntryOfANameIsNamed() throws Exception {
        ListRead read =
                read(
                        entry("none", "^(openai/)?none$", "\"prices\":{}"),
                        entry("a", "^(openai/)?a$", "\"prices\":{\"input\":1}"),
                        entry("b", "^(openai/)?(a|b)$", "\"prices\":{\"input\":2}"),
                        "7");

        assertThat(read.withoutCost()).isEqualTo(1);
        assertThat(read.cards()).extracting(RateCard::model).isEqualTo(List.of("a", "b"));
        assertThat(read.leftOut()).containsOnlyKeys("b", "entry 4");
        assertThat(read.leftOut().get("b")).contains("names the same model as a");
    }
}
