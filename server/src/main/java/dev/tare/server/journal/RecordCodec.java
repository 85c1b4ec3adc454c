package dev.tare.server.journal;

import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.pricing.PriceChange;
import java.time.Instant;

/**
 * A record as bytes and back, exactly: every field, every scale of a decimal.
 *
 * <p>A payload starts with the version of its form, so that old segments stay readable: a changed
 * form takes the next number, and the reading of the old ones stays. Numbers have seven bits a
 * byte; a decimal is its scale and digits; names that repeat (provider, unit …) are written once
 * per record.
 */
final class RecordCodec {
    static final byte USAGE = 1;
    static final byte PRICES = 2;
    static final byte DECISION = 3;
    static final byte CORRECTION = 4;
    static final byte RETENTION = 5;
    static final byte REPRICING = 6;
    static final byte TYPE_MAX = REPRICING;

    private static final int VERSION = 1;
    private static final int BYTES_PER_EVENT = 128;
    private static final int BYTES_PER_CARD = 256;

    private RecordCodec() {}

    /** The number of a record's type in its frame. */
    static byte typeOf(JournalRecord record) {
        return switch (record) {
            case JournalRecord.Usage usage -> USAGE;
            case JournalRecord.Prices prices -> PRICES;
            case JournalRecord.Decision decision -> DECISION;
            case JournalRecord.Correction correction -> CORRECTION;
            case JournalRecord.Retention retention -> RETENTION;
            case JournalRecord.Repricing anew -> REPRICING;
        };
    }

    /**
     * The record's payload of at most {@code bytesMax} bytes, else {@link ByteSink.RecordTooLarge}.
     */
    static byte[] encode(JournalRecord record, int bytesMax) {
        ByteSink sink =
                new ByteSink((int) Math.min(bytesMax, 64 + expectedBytes(record)), bytesMax);
        sink.u8(VERSION);
        switch (record) {
            case JournalRecord.Usage usage -> UsageForm.write(sink, usage.batch());
            case JournalRecord.Prices prices -> {
                sink.instant(prices.receivedAt(), Instant.EPOCH);
                PricesForm.write(sink, prices.change());
            }
            case JournalRecord.Decision decision -> DecisionForm.write(sink, decision);
            case JournalRecord.Correction correction -> {
                sink.text(correction.reason());
                sink.text(correction.batch());
                UsageForm.write(sink, correction.usage());
            }
            case JournalRecord.Retention retention -> {
                sink.instant(retention.receivedAt(), Instant.EPOCH);
                sink.instant(retention.before(), Instant.EPOCH);
            }
            case JournalRecord.Repricing anew -> RepricingForm.write(sink, anew);
        }
        byte[] payload = sink.toBytes();
        if (payload.length > bytesMax) {
            throw new ByteSink.RecordTooLarge(bytesMax);
        }
        return payload;
    }

    private static long expectedBytes(JournalRecord record) {
        return switch (record) {
            case JournalRecord.Usage usage -> (long) BYTES_PER_EVENT * weight(usage);
            case JournalRecord.Correction correction -> (long) BYTES_PER_EVENT * weight(correction);
            case JournalRecord.Prices prices ->
                    (long) BYTES_PER_CARD * prices.change().rateCards().size();
            case JournalRecord.Decision decision -> 16L * decision.entries().size();
            case JournalRecord.Retention retention -> 0;
            case JournalRecord.Repricing anew -> 0;
        };
    }

    /**
     * The record of a payload.
     *
     * @throws MalformedRecord where it is none that this version of Tare can read
     */
    static JournalRecord decode(byte type, byte[] bytes, int from, int length) {
        ByteSource source = new ByteSource(bytes, from, length);
        int version = source.u8();
        if (version != VERSION) {
            throw new MalformedRecord(
                    "its form has version "
                            + version
                            + ", this Tare reads "
                            + VERSION
                            + "; use the Tare that wrote it, or a later one");
        }
        JournalRecord record =
                switch (type) {
                    case USAGE -> new JournalRecord.Usage(UsageForm.read(source));
                    case PRICES -> {
                        Instant receivedAt = source.instant(Instant.EPOCH);
                        PriceChange change = PricesForm.read(source);
                        yield new JournalRecord.Prices(receivedAt, change);
                    }
                    case DECISION -> DecisionForm.read(source);
                    case CORRECTION -> {
                        String reason = source.text();
                        String batch = source.text();
                        yield new JournalRecord.Correction(UsageForm.read(source), reason, batch);
                    }
                    case RETENTION -> retention(source);
                    case REPRICING -> RepricingForm.read(source);
                    default -> throw new MalformedRecord("its type " + type + " is unknown");
                };
        source.expectEnd();
        return record;
    }

    private static JournalRecord retention(ByteSource source) {
        Instant receivedAt = source.instant(Instant.EPOCH);
        Instant before = source.instant(Instant.EPOCH);
        if (!JournalRecord.Retention.isMonth(before)) {
            throw new MalformedRecord("it lets go of rows within a month");
        }
        return new JournalRecord.Retention(receivedAt, before);
    }

    /** How much of a reader's measure the record takes: its events, one at least. */
    static int weight(JournalRecord record) {
        return switch (record) {
            case JournalRecord.Usage usage -> Math.max(1, usage.batch().events().size());
            case JournalRecord.Prices prices -> 1;
            case JournalRecord.Retention retention -> 1;
            case JournalRecord.Repricing anew -> 1;
            case JournalRecord.Correction correction ->
                    Math.max(1, correction.usage().events().size());
            case JournalRecord.Decision decision -> Math.max(1, decision.entries().size());
        };
    }
}
