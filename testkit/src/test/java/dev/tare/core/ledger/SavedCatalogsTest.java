package dev.tare.core.ledger;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.testkit.InMemoryJournal;
import dev.tare.testkit.InMemoryKeyShelf;
import dev.tare.testkit.InMemoryLedger;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** A catalog says of rows that they are in its tables: looked at whenever one is saved. */
@NullMarked
class SavedCatalogsTest {
    private static final KeySizes TINY = new KeySizes(3, 5, 4);
    private static final String TOO_MUCH = "12345678901";

    private final InMemoryJournal journal = new InMemoryJournal(new UUID(1, 2));
    private final InMemoryLedger ledger = new InMemoryLedger(ZoneOffset.UTC);
    private int looked;

    private final InMemoryKeyShelf shelf =
            new InMemoryKeyShelf() {
                @Override
                public boolean save(KeyCatalog catalog) {
                    look(this, catalog);
                    return super.save(catalog);
                }
            };

    private void look(KeyShelf saved, KeyCatalog catalog) {
        RecentKeys keys = Objects.requireNonNull(RecentKeys.from(saved, TINY, catalog));
        int[] number = {0};
        ledger.eachKey(
                0,
                Instant.EPOCH,
                (key, receivedAt) -> {
                    if (number[0]++ < catalog.rows()) {
                        assertThat(keys.knows(key, receivedAt))
                                .as("%s, one of %d rows", key, catalog.rows())
                                .isTrue();
                    }
                });
        looked++;
    }

    @Test
    void each_row_counted_is_known_where_rows_are_refused_too() {
        Recorder recorder =
                new Recorder(
                        journal,
                        ledger,
                        new SettableClock(SampleEvents.RECEIVED),
                        state -> {},
                        RecorderSetup.ALONE.withSizes(12, 30).withShelf(shelf).withKeySizes(TINY));
        for (int i = 0; i < 300; i++) {
            String credits = i % 13 == 5 ? TOO_MUCH : "1";
            journal.append(SampleEvents.record(event("e" + i).credits(credits).build())).join();
            if (i % 20 == 19) {
                recorder.drain();
                recorder.putAside();
            }
        }
        assertThat(looked).isGreaterThan(15);
        assertThat(recorder.state().quarantined()).isEqualTo(23);
    }
}
