package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.profit.Dimension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageAddressTest {
    @Test
    void emptyFieldsAndUnknownNamesDontCount() {
        PageAddress address =
                new PageAddress(
                        Map.of(
                                "tz", List.of(""),
                                "utm_source", List.of("mail"),
                                "group_by", List.of("user"),
                                "plan", List.of("", "free")));
        assertThat(address.params()).isEqualTo(Map.of("plan", List.of("free")));
        assertThat(address.range()).isEqualTo("30d");
    }

    @Test
    void aPresetWinsOverTheDatesTheFormSendsWithIt() {
        PageAddress address = address("range", "7d", "from", "2026-01-01", "to", "2026-01-31");
        assertThat(address.params()).isEqualTo(Map.of("range", List.of("7d")));
        assertThat(address.range()).isEqualTo("7d");
    }

    @Test
    void theCustomChoiceTakesTheDates() {
        PageAddress address = address("range", "custom", "from", "2026-01-01", "to", "2026-01-31");
        assertThat(address.params()).containsOnlyKeys("from", "to");
        assertThat(address.range()).isEqualTo("custom");
    }

    @Test
    void theFileHasTheSameFiltersAndNames() {
        PageAddress address =
                address("range", "7d", "granularity", "week", "provider", "a&b <c>", "tz", "UTC");
        assertThat(address.csv(Dimension.WEEK, Dimension.PROVIDER))
                .isEqualTo(
                        "/v1/reports/profit?format=csv&group_by=week,provider"
                                + "&provider=a%26b+%3Cc%3E&range=7d&tz=UTC");
    }

    @Test
    void otherViewsKeepTheRest() {
        PageAddress address = address("from", "2026-01-01", "plan", "free", "tz", "UTC");
        assertThat(address.everything()).isEqualTo("/admin/analytics?plan=free&range=all&tz=UTC");
        assertThat(address.unfiltered()).isEqualTo("/admin/analytics?from=2026-01-01&tz=UTC");
    }

    private static PageAddress address(String... namesAndValues) {
        Map<String, List<String>> params = new java.util.HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            params.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return new PageAddress(params);
    }
}
