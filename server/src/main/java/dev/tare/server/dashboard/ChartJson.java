package dev.tare.server.dashboard;

import tools.jackson.databind.json.JsonMapper;

/** Writes a chart into the page. */
final class ChartJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ChartJson() {}

    /**
     * The chart as JSON that can stand inside a script element: a name such as {@code </script>}
     * can't end the element, since the signs HTML knows are written as Unicode escapes.
     */
    static String of(Chart chart) {
        return MAPPER.writeValueAsString(chart)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
    }
}
