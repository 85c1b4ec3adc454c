package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A report in the terminal. */
class ReportTextTest {
    private static String row(String provider, String cost, int unpriced) {
        return """
        {"provider":"%s","requests":9,"api_cost":%s,"unpriced_requests":%d}\
        """
                .formatted(provider, cost, unpriced);
    }

    private static String text(int unpriced) {
        String rows =
                row("acme", "\"4559.51938367\"", unpriced)
                        + ","
                        + row("beta", "\"20.5\"", 0)
                        + ","
                        + row("none", "null", unpriced);
        return new ReportText(
                        new JsonMapper()
                                .readTree(
                                        "{\"query\":{\"group_by\":[\"provider\"]},\"notes\":[],"
                                                + "\"rows\":["
                                                + rows
                                                + "],\"total\":"
                                                + row("", "\"4580.01938367\"", 2 * unpriced)
                                                + "}"))
                .toString();
    }

    @Test
    void aCostThatLacksCallsWithoutAPriceIsAtLeastThat() {
        assertThat(text(3))
                .contains(
                        "acme          9  ≥ $4,559.51938367",
                        "beta          9       $20.50       ",
                        "none          9                  —",
                        "Total         9  ≥ $4,580.01938367",
                        "≥: at least; calls without a price are not in it.");
    }

    @Test
    void whereAllCallsHaveAPriceItIsTheCost() {
        assertThat(text(0)).contains("  $4,559.51938367").doesNotContain("≥");
    }
}
