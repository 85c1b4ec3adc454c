package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaletteTest {
    private static final List<String> PROVIDERS =
            List.of("openai", "deep_image", "vectorizer", "clipping_magic", "anthropic", "google");

    @Test
    void noTwoProvidersShareAColourWhileThereAreEnough() {
        Palette palette = new Palette(PROVIDERS);
        assertThat(PROVIDERS.stream().map(palette::slot).collect(Collectors.toSet()))
                .hasSameSizeAs(PROVIDERS)
                .allMatch(slot -> slot >= 0 && slot < Palette.SLOTS);
    }

    @Test
    void theOrderOfNamesDoesNotMatter() {
        Palette one = new Palette(PROVIDERS);
        Palette other = new Palette(PROVIDERS.reversed());
        assertThat(PROVIDERS).allMatch(name -> one.slot(name) == other.slot(name));
    }

    @Test
    void moreNamesThanColoursStillHaveOneEach() {
        List<String> many = IntStream.range(0, 40).mapToObj(i -> "provider-" + i).toList();
        Palette palette = new Palette(many);
        assertThat(many).allMatch(name -> palette.slot(name) < Palette.SLOTS);
    }
}
