package dev.tare.server.importer;

import dev.tare.core.event.UsageEvent;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Ids for rows that have none: 128 bits of the SHA-256 of the row's content, and how many equal
 * rows there have been in this file. Neither the file's name nor the order of rows plays a part, so
 * a file that is read again, renamed, re-ordered or longer gives the same ids to the same rows.
 *
 * <p>The counting takes 16 to 32 bytes of memory per different row (up to 48 while the table
 * grows), and knows a content by 64 bits. Of ten million rows two differing ones are taken for
 * equal with a probability of three in a million; all that happens then is that one of the two gets
 * the number 2.
 */
final class ContentIds {
    /** Part of what is hashed; another one would give every row another id. */
    private static final int FORM = 1;

    private static final int ID_BYTES = 16;
    private static final int SLOTS_FIRST = 1 << 12;

    private final MessageDigest sha256;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream(512);
    private long[] keys = new long[SLOTS_FIRST];
    private int[] counts = new int[SLOTS_FIRST];
    private int used;

    ContentIds() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }

    /** The id of the next row with this content. */
    String next(UsageEvent event) {
        byte[] hash = sha256.digest(canonical(event));
        int ordinal = count(ByteBuffer.wrap(hash).getLong());
        return "row-"
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Arrays.copyOf(hash, ID_BYTES))
                + "-"
                + ordinal;
    }

    /** Every field with its length before it, so that no two contents look alike. */
    private byte[] canonical(UsageEvent event) {
        content.reset();
        content.write(FORM);
        text(event.time() == null ? null : event.time().toString());
        text(event.userId());
        text(event.provider());
        text(event.operation());
        text(event.model());
        number(event.quantities().byUnit().size());
        event.quantities()
                .byUnit()
                .forEach((unit, quantity) -> {
                    text(unit);
                    decimal(quantity);
                });
        text(event.status().text());
        text(event.error());
        text(event.processingTimeMs() == null ? null : Long.toString(event.processingTimeMs()));
        decimal(event.credits());
        text(event.plan());
        text(event.fingerprint());
        decimal(event.cost());
        text(event.metadata());
        content.write(event.estimated() ? 1 : 0);
        return content.toByteArray();
    }

    private void decimal(@Nullable BigDecimal number) {
        text(number == null ? null : number.stripTrailingZeros().toPlainString());
    }

    private void text(@Nullable String text) {
        if (text == null) {
            number(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        content.writeBytes(bytes);
    }

    private void number(int number) {
        content.write(number >>> 24);
        content.write(number >>> 16);
        content.write(number >>> 8);
        content.write(number);
    }

    private int count(long key) {
        if (used * 4L > keys.length * 3L) {
            grow();
        }
        int slot = slot(keys, counts, key);
        keys[slot] = key;
        used += counts[slot] == 0 ? 1 : 0;
        return ++counts[slot];
    }

    private void grow() {
        long[] moreKeys = new long[keys.length * 2];
        int[] moreCounts = new int[keys.length * 2];
        for (int i = 0; i < keys.length; i++) {
            if (counts[i] > 0) {
                int slot = slot(moreKeys, moreCounts, keys[i]);
                moreKeys[slot] = keys[i];
                moreCounts[slot] = counts[i];
            }
        }
        keys = moreKeys;
        counts = moreCounts;
    }

    /** Where the key is, or the free place where it belongs. Hashes need no further mixing. */
    private static int slot(long[] keys, int[] counts, long key) {
        int slot = (int) key & (keys.length - 1);
        while (counts[slot] > 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }
}
