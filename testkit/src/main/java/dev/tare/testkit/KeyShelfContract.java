package dev.tare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.KeyCatalog;
import dev.tare.core.ledger.KeyShelf;
import java.nio.LongBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link KeyShelf} that keeps something promises. */
public abstract class KeyShelfContract {
    /** For JUnit. */
    protected KeyShelfContract() {}

    /** The shelf; what was kept by an earlier one of the same test is on it. */
    protected abstract KeyShelf shelf() throws Exception;

    private static final Instant TIME = Instant.parse("2026-11-01T12:00:00.123456789Z");

    /** A catalog of those tables, each with 16 slots. */
    protected static KeyCatalog catalog(long rows, long... tables) {
        return new KeyCatalog(
                -7,
                TIME,
                new JournalPosition(new UUID(3, 4), rows * 100),
                rows,
                Arrays.stream(tables)
                        .mapToObj(number -> new KeyCatalog.Table(number, 4, 5, -60, TIME))
                        .toList());
    }

    /** Slots that differ by seed. */
    protected static long[] slots(long seed) {
        return new Random(seed).longs(16).toArray();
    }

    /** What is on the shelf under that number; {@code null} where nothing is. */
    protected static long @Nullable [] kept(KeyShelf shelf, long number) {
        LongBuffer kept = shelf.open(catalog(0, number).tables().getFirst());
        return kept == null ? null : copy(kept);
    }

    private static long[] copy(@Nullable LongBuffer kept) {
        if (kept == null) {
            return new long[0];
        }
        long[] copy = new long[kept.limit()];
        kept.get(0, copy);
        return copy;
    }

    @Test
    void nothing_is_found_where_nothing_was_saved() throws Exception {
        assertThat(shelf().catalog()).isNull();
        assertThat(kept(shelf(), 1)).isNull();
    }

    @Test
    void tables_and_catalog_are_found_as_they_were() throws Exception {
        KeyShelf shelf = shelf();
        long one = shelf.put(slots(1));
        long two = shelf.put(slots(2));
        KeyCatalog saved = catalog(12_345_678_901L, one, two);
        shelf.save(saved);

        assertThat(shelf().catalog()).isEqualTo(saved);
        assertThat(kept(shelf(), one)).isEqualTo(slots(1));
        assertThat(kept(shelf(), two)).isEqualTo(slots(2));
    }

    @Test
    void a_catalog_without_tables_is_one() throws Exception {
        shelf().save(catalog(0));
        assertThat(shelf().catalog()).isEqualTo(catalog(0));
    }

    @Test
    void a_table_can_be_read_before_a_catalog_names_it() throws Exception {
        KeyShelf shelf = shelf();
        assertThat(kept(shelf, shelf.put(slots(1)))).isEqualTo(slots(1));
    }

    @Test
    void what_is_changed_after_it_was_put_stays_as_it_was_put() throws Exception {
        KeyShelf shelf = shelf();
        long[] slots = slots(1);
        long number = shelf.put(slots);
        slots[3] = 0;
        assertThat(kept(shelf, number)).isEqualTo(slots(1));
    }

    @Test
    void tables_a_later_catalog_leaves_out_go_but_those_in_use_stay_readable() throws Exception {
        KeyShelf shelf = shelf();
        long old = shelf.put(slots(1));
        shelf.save(catalog(1, old));
        LongBuffer inUse = shelf.open(catalog(1, old).tables().getFirst());
        long young = shelf.put(slots(2));

        shelf.save(catalog(2, young));

        assertThat(copy(inUse)).isEqualTo(slots(1));
        assertThat(kept(shelf(), old)).isNull();
        assertThat(kept(shelf(), young)).isEqualTo(slots(2));
    }

    @Test
    void numbers_are_not_used_twice() throws Exception {
        KeyShelf before = shelf();
        long one = before.put(slots(1));
        before.save(catalog(1, one));

        long two = shelf().put(slots(2));

        assertThat(two).isNotEqualTo(one);
        assertThat(List.of(kept(shelf(), one), kept(shelf(), two)))
                .containsExactly(slots(1), slots(2));
    }

    @Test
    void what_is_to_be_forgotten_is_not_found() throws Exception {
        KeyShelf shelf = shelf();
        shelf.forget();
        shelf.save(catalog(1, shelf.put(slots(1))));
        shelf.forget();
        assertThat(shelf().catalog()).isNull();
        assertThat(shelf().save(catalog(2))).isTrue();
        assertThat(shelf().catalog()).isEqualTo(catalog(2));
    }
}
