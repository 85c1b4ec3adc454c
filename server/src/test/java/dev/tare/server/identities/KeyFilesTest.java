package dev.tare.server.identities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.KeyShelf;
import dev.tare.testkit.KeyShelfContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder keeps what the contract says, and gives back nothing that was damaged. */
final class KeyFilesTest extends KeyShelfContract {
    @TempDir private Path data;
    private final List<String> troubles = new ArrayList<>();

    @Override
    protected KeyShelf shelf() {
        return new KeyFiles(folder(), troubles::add);
    }

    private Path folder() {
        return data.resolve("identities");
    }

    private long saved() {
        KeyShelf shelf = shelf();
        long number = shelf.put(slots(1));
        shelf.save(catalog(9, number));
        return number;
    }

    @Test
    void a_bit_turned_anywhere_in_a_table_is_noticed() throws Exception {
        Path file = folder().resolve(saved() + ".keys");
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << new Random(at).nextInt(8));
            Files.write(file, damaged);
            assertThat(kept(shelf(), 1)).as("byte %d", at).isNull();
        }
        assertThat(troubles)
                .hasSize(whole.length)
                .allMatch(text -> text.startsWith("The log is read for identities"));
    }

    @Test
    void a_table_cut_off_anywhere_is_noticed() throws Exception {
        Path file = folder().resolve(saved() + ".keys");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(kept(shelf(), 1)).as("%d bytes", length).isNull();
        }
    }

    @Test
    void a_catalog_damaged_or_cut_off_is_none() throws Exception {
        saved();
        Path file = folder().resolve("catalog");
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << new Random(at).nextInt(8));
            Files.write(file, damaged);
            assertThat(shelf().catalog()).as("byte %d", at).isNull();
            Files.write(file, Arrays.copyOf(whole, at));
            assertThat(shelf().catalog()).as("%d bytes", at).isNull();
        }
    }

    @Test
    void a_table_that_grew_is_noticed() throws Exception {
        Path file = folder().resolve(saved() + ".keys");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 8));
        assertThat(kept(shelf(), 1)).isNull();
    }

    @Test
    void tables_of_many_chunks_are_whole() {
        long[] slots = new Random(5).longs(1 << 18).toArray();
        KeyShelf shelf = shelf();
        assertThat(kept(shelf, shelf.put(slots))).isEqualTo(slots);
    }

    @Test
    void what_a_crash_left_is_removed_with_the_next_catalog() throws Exception {
        saved();
        shelf().put(slots(2));
        Files.writeString(folder().resolve("catalog.new"), "half");
        KeyShelf next = shelf();
        next.save(catalog(10, next.put(slots(3))));
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("catalog", "3.keys");
        }
    }

    @Test
    void where_nothing_can_be_written_nothing_is_kept_and_nothing_thrown() throws Exception {
        Files.writeString(folder(), "a file where the folder should be");
        KeyShelf shelf = shelf();
        assertThat(shelf.put(slots(1))).isEqualTo(KeyShelf.NOT_KEPT);
        shelf.save(catalog(1));
        assertThat(shelf.catalog()).isNull();
        assertThat(troubles)
                .hasSize(3)
                .first()
                .asString()
                .startsWith("Identities stay in memory, they can't be put aside: ");
    }

    @Test
    void what_belongs_to_a_ledger_that_is_replaced_is_forgotten() throws IOException {
        saved();
        KeyFiles.forget(folder());
        KeyFiles.forget(folder());
        assertThat(shelf().catalog()).isNull();
    }
}
