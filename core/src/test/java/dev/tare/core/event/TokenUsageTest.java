package dev.tare.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.TokenUsage.Convention;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Every spelling of a count of tokens comes to the same disjoint quantities. */
class TokenUsageTest {
    private static Map<String, BigDecimal> told(Object... pairs) {
        Map<String, BigDecimal> told = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            told.put((String) pairs[i], new BigDecimal(pairs[i + 1].toString()));
        }
        return told;
    }

    private static void assertBuckets(
            Map<String, BigDecimal> told, Convention convention, Object... pairs) {
        assertThat(TokenUsage.read(told))
                .isEqualTo(new TokenUsage.Buckets(new TreeMap<>(told(pairs)), convention));
    }

    @Test
    void promptTokensOfOpenAiHoldCachedOnes() {
        assertBuckets(
                told(
                        "prompt_tokens", 1200,
                        "completion_tokens", 300,
                        "total_tokens", 1500,
                        "prompt_tokens_details.cached_tokens", 1000,
                        "prompt_tokens_details.audio_tokens", 50,
                        "completion_tokens_details.reasoning_tokens", 120),
                Convention.OPENAI_CHAT,
                "cached_input_tokens",
                1000,
                "input_audio_tokens",
                50,
                "input_tokens",
                150,
                "reasoning_tokens",
                120,
                "output_tokens",
                180);
    }

    @Test
    void thoughtsThatTheTotalHoldsOnceMoreAreBesideTheAnswer() {
        assertBuckets(
                told(
                        "prompt_tokens", 12,
                        "completion_tokens", 125,
                        "total_tokens", 1086,
                        "completion_tokens_details.reasoning_tokens", 949),
                Convention.OPENAI_CHAT,
                "input_tokens",
                12,
                "reasoning_tokens",
                949,
                "output_tokens",
                125);
    }

    @Test
    void inputTokensOfAnthropicHoldNoCachedOnes() {
        // 3 in, 12,304 written to the cache, 550 out: the sum that a reader of the wrong
        // convention charges twice.
        assertBuckets(
                told(
                        "input_tokens", 3,
                        "cache_creation_input_tokens", 12304,
                        "cache_read_input_tokens", 0,
                        "output_tokens", 550),
                Convention.ANTHROPIC,
                "input_tokens",
                3,
                "cache_write_5m_tokens",
                12304,
                "output_tokens",
                550);
    }

    @Test
    void cacheWritesOfAnHourAreTheirOwn() {
        assertBuckets(
                told(
                        "input_tokens", 10,
                        "cache_creation_input_tokens", 100,
                        "cache_creation.ephemeral_5m_input_tokens", 60,
                        "cache_creation.ephemeral_1h_input_tokens", 40,
                        "cache_read_input_tokens", 7,
                        "output_tokens", 1),
                Convention.ANTHROPIC,
                "input_tokens",
                10,
                "cache_write_5m_tokens",
                60,
                "cache_write_1h_tokens",
                40,
                "cached_input_tokens",
                7,
                "output_tokens",
                1);
    }

    @Test
    void responsesOfOpenAiHoldCachedOnes() {
        assertBuckets(
                told(
                        "input_tokens", 100,
                        "input_tokens_details.cached_tokens", 30,
                        "output_tokens", 20,
                        "output_tokens_details.reasoning_tokens", 5),
                Convention.OPENAI_RESPONSES,
                "input_tokens",
                70,
                "cached_input_tokens",
                30,
                "output_tokens",
                15,
                "reasoning_tokens",
                5);
    }

    @Test
    void aTotalBesideInAndOutIsNoQuantityOfItsOwn() {
        assertBuckets(
                told("input_tokens", 100, "output_tokens", 20, "total_tokens", 120),
                Convention.OPENAI_RESPONSES,
                "input_tokens",
                100,
                "output_tokens",
                20);
    }

    @Test
    void thoughtsOfGeminiComeBesideItsCandidates() {
        assertBuckets(
                told(
                        "promptTokenCount", 100,
                        "cachedContentTokenCount", 40,
                        "candidatesTokenCount", 20,
                        "thoughtsTokenCount", 9,
                        "toolUsePromptTokenCount", 3,
                        "totalTokenCount", 132),
                Convention.GEMINI,
                "input_tokens",
                63,
                "cached_input_tokens",
                40,
                "output_tokens",
                20,
                "reasoning_tokens",
                9);
    }

    @Test
    void openTelemetryHoldsCachedOnes() {
        assertBuckets(
                told(
                        "gen_ai.usage.input_tokens", 100,
                        "gen_ai.usage.cache_read.input_tokens", 60,
                        "gen_ai.usage.output_tokens", 8),
                Convention.OPENTELEMETRY,
                "input_tokens",
                40,
                "cached_input_tokens",
                60,
                "output_tokens",
                8);
    }

    @Test
    void ourOwnUnitsStayAsTheyAre() {
        assertBuckets(
                told("input_tokens", 5, "output_tokens", 2, "images", 1, "cached_input_tokens", 3),
                Convention.TARE,
                "input_tokens",
                5,
                "output_tokens",
                2,
                "images",
                1,
                "cached_input_tokens",
                3);
    }

    @Test
    void partsThatAreMoreThanTheWholeAreRefused() {
        assertThat(
                        TokenUsage.read(
                                told(
                                        "prompt_tokens", 10,
                                        "prompt_tokens_details.cached_tokens", 11,
                                        "completion_tokens", 1)))
                .isEqualTo(new TokenUsage.Refused("prompt_tokens is 10, and its parts come to 11"));
    }

    /** What comes in comes out, whatever the parts. */
    @RepeatedTest(20)
    void bucketsAddUpToTheProvidersTotal() {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        int cached = random.nextInt(1000);
        int written = random.nextInt(1000);
        int hour = random.nextInt(written + 1);
        int audio = random.nextInt(1000);
        int text = random.nextInt(1000);
        int reasoning = random.nextInt(1000);
        int answer = random.nextInt(1000);

        Map<String, BigDecimal> told =
                told(
                        "prompt_tokens",
                        cached + written + audio + text,
                        "completion_tokens",
                        reasoning + answer,
                        "prompt_tokens_details.cached_tokens",
                        cached,
                        "cache_creation_input_tokens",
                        written,
                        HOUR,
                        hour,
                        "prompt_tokens_details.audio_tokens",
                        audio,
                        "completion_tokens_details.reasoning_tokens",
                        reasoning);

        assertThat(sum(TokenUsage.read(told)))
                .as("seed %d", seed)
                .isEqualByComparingTo(
                        BigDecimal.valueOf(cached + written + audio + text + reasoning + answer));
    }

    private static final String HOUR =
            "prompt_tokens_details.cache_creation_token_details.ephemeral_1h_input_tokens";

    private static BigDecimal sum(TokenUsage.Read read) {
        return ((TokenUsage.Buckets) read)
                .byUnit().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
