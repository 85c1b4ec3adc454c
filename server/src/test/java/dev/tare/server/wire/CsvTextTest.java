package dev.tare.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"})
    void a_text_that_would_start_a_formula_is_neutralised(String text) {
        assertThat(CsvText.cell(text)).isEqualTo("'" + text);
    }

    @Test
    void any_other_text_stays_as_it_is() {
        for (String text : new String[] {"", "gpt-4o", "a=b", "'quoted", "1", "<b>"}) {
            assertThat(CsvText.cell(text)).isEqualTo(text);
        }
    }
}
