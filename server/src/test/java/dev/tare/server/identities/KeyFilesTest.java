package dev.tare.server.identities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.KeyShelf;
import dev.tare.testkit.KeyShelfContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
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
        long number = saved();
        Path file = folder().resolve(number + ".keys");
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << new Random(at).nextInt(8));
            Files.write(file, damaged);
            assertThat(kept(shelf(), number)).as("byte %d", at).isNull();
        }
        assertThat(troubles)
                .hasSize(whole.length)
                .allMatch(text -> text.startsWith("The log is read for identities"));
    }

    @Test
    void a_table_cut_off_anywhere_is_noticed() throws Exception {
        long number = saved();
        Path file = folder().resolve(number + ".keys");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(kept(shelf(), number)).as("%d bytes", length).isNull();
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
    void a_whole_catalog_of_an_older_form_is_none() throws Exception {
        saved();
        Path file = folder().resolve("catalog");
        byte[] older = Files.readAllBytes(file);
        ByteBuffer bytes = ByteBuffer.wrap(older).putInt(8, 1);
        CRC32C sum = new CRC32C();
        sum.update(older, 0, older.length - 4);
        bytes.putInt(older.length - 4, (int) sum.getValue());
        Files.write(file, older);

        assertThat(shelf().catalog()).isNull();
        assertThat(troubles).singleElement().asString().contains("of another version");
    }

    @Test
    void a_table_that_grew_is_noticed() throws Exception {
        long number = saved();
        Path file = folder().resolve(number + ".keys");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 8));
        assertThat(kept(shelf(), number)).isNull();
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
        long number = next.put(slots(3));
        next.save(catalog(10, number));
        assertThat(files()).containsExactlyInAnyOrder("catalog", number + ".keys");
    }

    @Test
    void where_only_the_catalog_cannot_be_written_tables_do_not_pile_up() throws Exception {
        long named = saved();
        Files.createDirectories(folder().resolve("catalog.new/in the way"));
        KeyShelf shelf = shelf();
        assertThat(shelf.save(catalog(10, shelf.put(slots(2))))).isFalse();
        long last = shelf.put(slots(3));
        assertThat(shelf.save(catalog(11, last))).isFalse();

        assertThat(files())
                .containsExactlyInAnyOrder(
                        "catalog", "catalog.new", named + ".keys", last + ".keys");
        assertThat(shelf().catalog()).isEqualTo(catalog(9, named));
    }

    @Test
    void a_folder_lost_meanwhile_is_made_again() throws Exception {
        KeyShelf shelf = shelf();
        shelf.save(catalog(1, shelf.put(slots(1))));
        for (String file : files()) {
            Files.delete(folder().resolve(file));
        }
        Files.delete(folder());
        long number = shelf.put(slots(2));
        assertThat(kept(shelf, number)).isEqualTo(slots(2));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void where_nothing_can_be_written_nothing_is_kept_and_nothing_thrown() throws Exception {
        Files.writeString(folder(), "a file where the folder should be");
        KeyShelf shelf = shelf();
        assertThat(shelf.put(slots(1))).isEqualTo(KeyShelf.NOT_KEPT);
        assertThat(shelf.save(catalog(1))).isFalse();
        assertThat(shelf.catalog()).isNull();
        assertThat(troubles)
                .anyMatch(text -> text.startsWith("Identities stay in memory, they can't be put"))
                .anyMatch(text -> text.startsWith("The next start reads the log"));
    }

    @Test
    void what_belongs_to_a_ledger_that_is_replaced_is_forgotten() throws IOException {
        saved();
        KeyFiles.forget(folder());
        shelf().forget();
        assertThat(shelf().catalog()).isNull();
    }
}
