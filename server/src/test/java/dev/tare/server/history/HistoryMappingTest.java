package dev.tare.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.history.HistoryMapping.Bad;
import dev.tare.server.history.HistoryMapping.Good;
import dev.tare.server.history.HistoryMapping.Problem;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryMappingTest {
    private static final String SMALLEST =
            """
            source: shop
            calls:
              - { name: call, from: calls c, key: c.id, time: c.at, user: c.who,
                  operation: c.what, provider: "'openai'" }
            """;

    private static HistoryMapping good(String yaml) {
        HistoryMapping.Parsed parsed = HistoryMapping.parse(yaml);
        assertThat(parsed).isInstanceOf(Good.class);
        return ((Good) parsed).mapping();
    }

    private static List<Problem> bad(String yaml) {
        HistoryMapping.Parsed parsed = HistoryMapping.parse(yaml);
        assertThat(parsed).isInstanceOf(Bad.class);
        return ((Bad) parsed).problems();
    }

    @Test
    void the_smallest_mapping_names_rows_time_user_operation_and_provider() {
        CallTable calls = good(SMALLEST).calls().getFirst();
        assertThat(calls.table()).isEqualTo("calls");
        assertThat(calls.columns())
                .containsEntry("provider", "'openai'")
                .containsEntry("user", "c.who");
        assertThat(good(SMALLEST).planOtherwise()).isNull();
    }

    @Test
    void the_shipped_mapping_is_whole() {
        for (String name : ShippedMappings.NAMES) {
            HistoryMapping mapping = good(Objects.requireNonNull(ShippedMappings.find(name)));
            assertThat(mapping.calls().getFirst().operations()).hasSize(4);
            assertThat(mapping.plans()).hasSize(2);
            assertThat(mapping.planOtherwise()).isEqualTo("free");
        }
        assertThat(ShippedMappings.find("../secrets")).isNull();
    }

    @Test
    void everything_wrong_is_told_at_once_with_its_place() {
        String yaml =
                """
                sauce: shop
                time_zone: Mars
                calls:
                  - name: "a b"
                    from: calls
                    time: at
                    user: who; DROP TABLE calls
                    operation: what
                    operations: { up: nothing, down: { provider: x, price: 1 } }
                    statuses: { done: finished }
                    quantities: { Images: n }
                    metadata: { history: x }
                plans:
                  - { from: s, user: u, plan: p }
                """;
        assertThat(bad(yaml).stream().map(p -> p.path() + " " + p.code()))
                .containsExactlyInAnyOrder(
                        "sauce unknown_key",
                        "source missing_key",
                        "time_zone unknown_time_zone",
                        "calls[0].name invalid_name",
                        "calls[0].key missing_key",
                        "calls[0].user invalid_sql",
                        "calls[0].operations.up invalid_operation",
                        "calls[0].operations.down.price unknown_key",
                        "calls[0].statuses.done invalid_status",
                        "calls[0].status missing_key",
                        "calls[0].quantities.Images invalid_unit",
                        "calls[0].metadata.history reserved_key",
                        "plans[0].since missing_key");
    }

    @Test
    void two_entries_of_calls_need_two_names_since_ids_are_made_from_them() {
        String twice = SMALLEST + SMALLEST.substring(SMALLEST.indexOf("  - "));
        assertThat(bad(twice)).extracting(Problem::code).containsExactly("duplicate_name");
    }

    @Test
    void without_a_provider_nobody_was_called() {
        assertThat(bad(SMALLEST.replace(", provider: \"'openai'\"", "")))
                .extracting(Problem::path)
                .containsExactly("calls[0].provider");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "- a", "source: a", "source: [", "calls: {}", "source: a\ncalls: []"})
    void what_is_no_mapping_is_refused_in_words(String yaml) {
        assertThat(bad(yaml)).allSatisfy(p -> assertThat(p.message()).isNotBlank());
    }

    @Test
    void a_table_is_called_by_the_first_word_of_its_from() {
        assertThat(CallTable.firstTable("public.calls c JOIN x ON true", "?"))
                .isEqualTo("public.calls");
        assertThat(CallTable.firstTable("\"Calls\" c", "?")).isEqualTo("Calls");
        assertThat(CallTable.firstTable("(SELECT 1) c", "call")).isEqualTo("call");
    }
}
