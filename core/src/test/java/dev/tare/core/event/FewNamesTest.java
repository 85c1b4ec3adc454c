package dev.tare.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A map of few names is what a tree of the same names is, whatever is asked of it. */
class FewNamesTest {
    @Test
    void anyFewNamesAnswerLikeATree() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Map<String, Integer> given = new HashMap<>();
            int size = random.nextInt(20);
            for (int i = 0; i < size; i++) {
                given.put(name(random), random.nextInt(5));
            }
            TreeMap<String, Integer> tree = new TreeMap<>(given);
            FewNames<Integer> few = FewNames.of(given);

            assertThat(few).as("seed %d, round %d", seed, round).isEqualTo(tree);
            assertThat(tree).isEqualTo(few);
            assertThat(few)
                    .hasSameHashCodeAs(tree)
                    .hasToString(tree.toString())
                    .hasSize(tree.size());
            assertThat(few.keySet()).containsExactlyElementsOf(tree.keySet());
            assertThat(few.values()).containsExactlyElementsOf(tree.values());
            String asked = name(random);
            assertThat(few.get(asked)).isEqualTo(tree.get(asked));
            assertThat(few.containsKey(asked)).isEqualTo(tree.containsKey(asked));
            assertThat(few.headMap(asked)).isEqualTo(tree.headMap(asked));
            assertThat(few.tailMap(asked)).isEqualTo(tree.tailMap(asked));
            Map<String, Integer> gone = new LinkedHashMap<>();
            few.forEach(gone::put);
            assertThat(gone.keySet()).containsExactlyElementsOf(tree.keySet());
            assertThat(gone).isEqualTo(tree);
        }
    }

    private static String name(Random random) {
        return random.nextInt(8) + (random.nextBoolean() ? "_tokens" : "é");
    }

    @Test
    void whatItWasMadeOfMayChangeBehindIt() {
        Map<String, Integer> given = new HashMap<>(Map.of("images", 1));
        FewNames<Integer> few = FewNames.of(given);

        given.put("images", 2);

        assertThat(few).isEqualTo(Map.of("images", 1));
        assertThatThrownBy(() -> few.put("images", 3))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> few.entrySet().iterator().next().setValue(3))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> few.headMap("z").clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @SuppressWarnings("CollectionIncompatibleType") // That is the question.
    void noNameAndNothingOfAnotherKindIsFound() {
        FewNames<Integer> few = FewNames.of(Map.of("images", 1));

        assertThat(few.get(null)).isNull();
        assertThat(few.get(1)).isNull();
        assertThat(few.firstKey()).isEqualTo("images");
        assertThat(few.lastKey()).isEqualTo("images");
        assertThatThrownBy(() -> FewNames.of(Map.of()).firstKey())
                .isInstanceOf(NoSuchElementException.class);
    }
}
