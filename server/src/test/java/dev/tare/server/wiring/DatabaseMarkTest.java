package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The note of a folder's database: the old one or the new one, never a half. */
final class DatabaseMarkTest {
    private static final UUID LEDGER = new UUID(1, 2);

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void note() {
        file = folder.resolve("data/database");
        DatabaseMark.read(file, "here:5432/tare").begin();
        DatabaseMark.read(file, "here:5432/tare").meets(LEDGER);
    }

    private String noted() throws IOException {
        return Files.readString(file);
    }

    @Test
    void it_names_the_place_and_the_ledger_and_follows_it_to_another_place() throws IOException {
        assertThat(noted()).isEqualTo("here:5432/tare\nledger " + LEDGER + "\n");
        DatabaseMark.read(file, "there:6543/tare").meets(LEDGER);
        assertThat(noted()).isEqualTo("there:6543/tare\nledger " + LEDGER + "\n");
    }

    @Test
    void where_it_can_not_be_written_the_old_one_stays_whole() throws IOException {
        String before = noted();
        // Nothing can be written beside it, as on a full disk.
        Files.createDirectories(folder.resolve("data/database.part/x"));

        DatabaseMark moved = DatabaseMark.read(file, "there:6543/tare");

        assertThatThrownBy(() -> moved.meets(LEDGER)).isInstanceOf(StoreUnavailable.class);
        assertThat(noted()).isEqualTo(before);
        assertThatThrownBy(() -> DatabaseMark.read(file, "").meets(new UUID(3, 4)))
                .hasMessageContaining("another ledger");
    }

    @Test
    void what_a_kill_left_half_written_is_not_read_and_goes_with_the_next() throws IOException {
        Files.writeString(folder.resolve("data/database.part"), "ledger 0000");

        DatabaseMark.read(file, "there:6543/tare").meets(LEDGER);

        assertThat(noted()).isEqualTo("there:6543/tare\nledger " + LEDGER + "\n");
        assertThat(folder.resolve("data/database.part")).doesNotExist();
    }
}
