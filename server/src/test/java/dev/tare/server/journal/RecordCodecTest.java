package dev.tare.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.testkit.RandomRecords;
import dev.tare.testkit.SampleEvents;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    private static final int MAX = 64 << 20;

    @Test
    void random_records_come_back_equal_in_every_field() {
        for (long seed = 1; seed <= 1_000; seed++) {
            JournalRecord record = new RandomRecords(seed).record();
            assertThat(decoded(RecordCodec.typeOf(record), RecordCodec.encode(record, MAX)))
                    .as("seed %d", seed)
                    .isEqualTo(record);
        }
    }

    @Test
    void an_empty_batch_and_the_ends_of_time_come_back() {
        for (Instant time : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH)) {
            JournalRecord record =
                    new JournalRecord.Usage(
                            new UsageBatch(
                                    "",
                                    Instant.EPOCH.minusNanos(1),
                                    List.of(SampleEvents.event("e").time(time).build())));
            assertThat(decoded(RecordCodec.USAGE, RecordCodec.encode(record, MAX)))
                    .isEqualTo(record);
        }
        JournalRecord empty = SampleEvents.record();
        assertThat(decoded(RecordCodec.USAGE, RecordCodec.encode(empty, MAX))).isEqualTo(empty);
    }

    /** Old journals must stay readable: these bytes were written by form 1 and never change. */
    @Test
    void the_bytes_of_form_1_are_what_they_were() {
        JournalRecord record =
                SampleEvents.record(
                        SampleEvents.event("e-1").quantity("images", "1.50").cost("0.02").build(),
                        SampleEvents.event("é").failed("no").plan("pro").estimated().build());
        assertThat(Base64.getEncoder().encodeToString(RecordCodec.encode(record, MAX)))
                .isEqualTo(
                        "AQRzaG9whsmgsA30AwIECANlLTEBAAZ1c2VyLTEA"
                                + "BmdlbWluaQAIZ2VuZXJhdGUB"
                                + "AAZpbWFnZXMIrAIIBAEtAsOpAQAGdXNlci0xAQIB"
                                + "AAVjYWxscwACAm5vAANwcm8=");
    }

    @Test
    void damaged_bytes_give_a_record_or_a_refusal_and_nothing_else() {
        long seed = 42;
        Random random = new Random(seed);
        RandomRecords records = new RandomRecords(seed);
        for (int i = 0; i < 2_000; i++) {
            JournalRecord record = records.record();
            byte[] bytes = RecordCodec.encode(record, MAX);
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] cut = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
            try {
                decoded(RecordCodec.typeOf(record), cut);
            } catch (MalformedRecord expected) {
                assertThat(expected).hasMessageMatching(".+");
            }
        }
    }

    @Test
    void a_length_beyond_the_bytes_is_refused_before_room_is_made_for_it() {
        byte[] huge = {1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07};
        assertThatExceptionOfType(MalformedRecord.class)
                .isThrownBy(() -> decoded(RecordCodec.USAGE, huge))
                .withMessageContaining("length");
    }

    @Test
    void another_form_or_type_is_named() {
        byte[] bytes = RecordCodec.encode(SampleEvents.record("e-1"), MAX);
        assertThatExceptionOfType(MalformedRecord.class)
                .isThrownBy(() -> decoded((byte) 9, bytes))
                .withMessageContaining("type 9");
        bytes[0] = 7;
        assertThatExceptionOfType(MalformedRecord.class)
                .isThrownBy(() -> decoded(RecordCodec.USAGE, bytes))
                .withMessageContaining("version 7");
    }

    @Test
    void a_record_over_the_maximum_is_refused() {
        JournalRecord record = SampleEvents.record("x".repeat(5_000));
        int bytes = RecordCodec.encode(record, MAX).length;
        assertThat(RecordCodec.encode(record, bytes)).hasSize(bytes);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordCodec.encode(record, bytes - 1))
                .withMessageContaining("smaller batches");
    }

    @Test
    void text_that_is_no_unicode_is_refused_not_changed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordCodec.encode(SampleEvents.record("a\uD83D"), MAX));
    }

    private static JournalRecord decoded(byte type, byte[] bytes) {
        return RecordCodec.decode(type, bytes, 0, bytes.length);
    }
}
