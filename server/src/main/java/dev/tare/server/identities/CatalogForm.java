package dev.tare.server.identities;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.KeyCatalog;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/** The catalog's bytes. */
final class CatalogForm {
    private static final long MAGIC =
            ByteBuffer.wrap("TAREKCAT".getBytes(StandardCharsets.US_ASCII)).getLong();

    /**
     * What hashes mean, and in the upper half what a catalog promises of rows: in the first form it
     * counted some that others might have written, and in a database that was set back other ones
     * might stand there.
     */
    private static final int FORM = (2 << 16) + KeyCatalog.FORM;

    private static final int TIME = 8 + 4;
    private static final int HEAD = 8 + 4 + 8 + TIME + 16 + 8 + 8 + 4;
    private static final int ENTRY = 8 + 4 + 4 + 8 + TIME;

    private CatalogForm() {}

    static byte[] write(KeyCatalog catalog) {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + catalog.tables().size() * ENTRY + 4);
        UUID journal = catalog.position().journal();
        bytes.putLong(MAGIC).putInt(FORM).putLong(catalog.seed());
        put(catalog.coveredSince(), bytes);
        bytes.putLong(journal.getMostSignificantBits())
                .putLong(journal.getLeastSignificantBits())
                .putLong(catalog.position().offset())
                .putLong(catalog.rows())
                .putInt(catalog.tables().size());
        for (KeyCatalog.Table table : catalog.tables()) {
            bytes.putLong(table.number())
                    .putInt(table.sizeBits())
                    .putInt(table.keys())
                    .putLong(table.baseSecond());
            put(table.newest(), bytes);
        }
        return bytes.putInt(sum(bytes.array())).array();
    }

    private static void put(Instant time, ByteBuffer bytes) {
        bytes.putLong(time.getEpochSecond()).putInt(time.getNano());
    }

    /**
     * Reads it.
     *
     * @throws IOException where it isn't whole, or of another version
     */
    static KeyCatalog read(byte[] form) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(form);
        if (form.length < HEAD + 4
                || bytes.getLong(0) != MAGIC
                || bytes.getInt(form.length - 4) != sum(form)) {
            throw new IOException("the catalog of identities is damaged");
        }
        if (bytes.position(8).getInt() != FORM) {
            throw new IOException("the catalog of identities is of another version");
        }
        try {
            long seed = bytes.getLong();
            Instant coveredSince = time(bytes);
            UUID journal = new UUID(bytes.getLong(), bytes.getLong());
            JournalPosition position = new JournalPosition(journal, bytes.getLong());
            long rows = bytes.getLong();
            int count = bytes.getInt();
            List<KeyCatalog.Table> tables = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                tables.add(
                        new KeyCatalog.Table(
                                bytes.getLong(),
                                bytes.getInt(),
                                bytes.getInt(),
                                bytes.getLong(),
                                time(bytes)));
            }
            return new KeyCatalog(seed, coveredSince, position, rows, tables);
        } catch (BufferUnderflowException | DateTimeException nonsense) {
            throw new IOException("the catalog of identities makes no sense", nonsense);
        }
    }

    private static Instant time(ByteBuffer bytes) {
        return Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
    }

    /** Of all but the last four bytes. */
    private static int sum(byte[] form) {
        CRC32C sum = new CRC32C();
        sum.update(form, 0, form.length - 4);
        return (int) sum.getValue();
    }
}
