package dev.tare.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What metadata tells of a call. */
class AttributesTest {
    @Test
    void scalarsAtTheTopAreAttributes() {
        var told =
                Attributes.of(
                        " { \"size\" : \"1024x1024\", \"n\":2,\"hd\":true,"
                                + " \"x\":null,\n\"last\":-1.5e3}");

        assertThat(told.get("size")).isEqualTo("1024x1024");
        assertThat(told.get("n")).isEqualTo("2");
        assertThat(told.get("hd")).isEqualTo("true");
        assertThat(told.get("x")).isNull();
        assertThat(told.get("last")).isEqualTo("-1.5e3");
        assertThat(told.get("missing")).isNull();
    }

    @Test
    void whatLiesDeeperIsPassedOver() {
        var told =
                Attributes.of(
                        "{\"a\":{\"size\":\"no\",\"b\":[\"}\",{\"size\":1}]},\"size\":\"yes\","
                                + "\"list\":[1,\"]\",\"size\"],\"end\":\"ok\"}");

        assertThat(told.get("size")).isEqualTo("yes");
        assertThat(told.get("a")).isNull();
        assertThat(told.get("list")).isNull();
        assertThat(told.get("end")).isEqualTo("ok");
    }

    @Test
    void textsAreReadWithTheirEscapes() {
        var told = Attributes.of("{\"q\\u0075ality\":\"h\\\"i\\\\gh\\n\\u00e9\"}");

        assertThat(told.get("quality")).isEqualTo("h\"i\\gh\né");
    }

    @Test
    void nothingToldIsNothing() {
        assertThat(Attributes.of((String) null).get("size")).isNull();
        assertThat(Attributes.of("{}").get("size")).isNull();
    }
}
