package dev.tare.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that a provider counts is lost on the way, whatever it is called. */
class TokenTotalsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a total alone | total_tokens=9 | other_tokens=9",
                "more than was named | prompt_tokens=10 completion_tokens=5 total_tokens=99"
                        + " | input_tokens=10 output_tokens=5 other_tokens=84",
                "a total too small | prompt_tokens=10 completion_tokens=5 total_tokens=12"
                        + " | input_tokens=10 output_tokens=5",
                "what is left comes to it | input_tokens=1 output_tokens=2 cached_input_tokens=3"
                        + " total_tokens=6 | input_tokens=1 output_tokens=2 cached_input_tokens=3",
                "left, and no total | prompt_tokens=10 completion_tokens=5 draft_tokens=4"
                        + " | input_tokens=10 output_tokens=5 draft_tokens=4",
                "left is within it | prompt_tokens=10 completion_tokens=5 draft_tokens=4"
                        + " total_tokens=15 | input_tokens=10 output_tokens=5",
                "details are within | prompt_tokens=10 completion_tokens=5"
                        + " completion_tokens_details.accepted_prediction_tokens=4"
                        + " | input_tokens=10 output_tokens=5",
                "hits of a cache | prompt_tokens=10 completion_tokens=5 prompt_cache_hit_tokens=4"
                        + " prompt_cache_miss_tokens=6"
                        + " | cached_input_tokens=4 input_tokens=6 output_tokens=5",
                "searches | prompt_tokens=1 completion_tokens=1 num_search_queries=3"
                        + " | input_tokens=1 output_tokens=1 web_searches=3",
                "times and amounts | prompt_tokens=1 completion_tokens=1 total_time=0.4 cost=0.1"
                        + " | input_tokens=1 output_tokens=1",
                "older telemetry | gen_ai.usage.prompt_tokens=10 gen_ai.usage.completion_tokens=2"
                        + " | input_tokens=10 output_tokens=2",
                "telemetry's total alone | gen_ai.usage.total_tokens=7 | other_tokens=7",
                "its caches | gen_ai.usage.input_tokens=10 gen_ai.usage.output_tokens=1"
                        + " gen_ai.usage.cache_read_input_tokens=4"
                        + " gen_ai.usage.cache_creation_input_tokens=3 | cached_input_tokens=4"
                        + " cache_write_5m_tokens=3 input_tokens=3 output_tokens=1",
                "its unknown ones | gen_ai.usage.input_tokens=10 gen_ai.usage.draft.tokens=4"
                        + " gen_ai.usage.details.cached_tokens=2"
                        + " | input_tokens=10 draft_tokens=4",
                "realtime | total_tokens=1500 input_tokens=1000 output_tokens=500"
                        + " input_token_details.audio_tokens=900"
                        + " output_token_details.audio_tokens=400 | input_audio_tokens=900"
                        + " input_tokens=100 output_audio_tokens=400 output_tokens=100",
                "a live answer | promptTokenCount=3 responseTokenCount=5 totalTokenCount=8"
                        + " | input_tokens=3 output_tokens=5",
                "Gemini's total | promptTokenCount=1000 candidatesTokenCount=500"
                        + " totalTokenCount=9500"
                        + " | input_tokens=1000 output_tokens=500 other_tokens=8000",
                "cached sound | promptTokenCount=1000 cachedContentTokenCount=800"
                        + " promptTokensDetails.AUDIO=900 cacheTokensDetails.AUDIO=750"
                        + " | cached_audio_tokens=750 cached_input_tokens=50"
                        + " input_audio_tokens=150 input_tokens=50",
                "cached sound, not said how much | prompt_tokens=1000 completion_tokens=0"
                        + " prompt_tokens_details.cached_tokens=800"
                        + " prompt_tokens_details.audio_tokens=900 | cached_audio_tokens=700"
                        + " cached_input_tokens=100 input_audio_tokens=200",
                "cached pictures | promptTokenCount=1000 cachedContentTokenCount=800"
                        + " promptTokensDetails.IMAGE=900 cacheTokensDetails.IMAGE=800"
                        + " | cached_input_tokens=800 input_image_tokens=100 input_tokens=100",
            })
    void nothingThatCountsTokensGetsLost(String what, String told, String buckets) {
        assertThat(TokenUsage.read(numbers(told)))
                .isInstanceOfSatisfying(
                        TokenUsage.Buckets.class,
                        read -> assertThat(read.byUnit()).isEqualTo(numbers(buckets)));
    }

    private static Map<String, BigDecimal> numbers(String text) {
        Map<String, BigDecimal> numbers = new TreeMap<>();
        for (String pair : text.strip().split(" ", -1)) {
            int sign = pair.indexOf('=');
            BigDecimal number = new BigDecimal(pair.substring(sign + 1));
            numbers.merge(pair.substring(0, sign), number, BigDecimal::add);
        }
        return numbers;
    }
}
