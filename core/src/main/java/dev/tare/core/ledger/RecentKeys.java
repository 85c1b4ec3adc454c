package dev.tare.core.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers, in little memory, which identities were received lately: answers "surely not" or
 * "perhaps". A store is asked only on "perhaps".
 *
 * <p>A Bloom filter in two generations. A generation is dropped when the next but one begins, so a
 * key is remembered for {@link #WINDOW} at least, for twice that at most. Each generation grows by
 * adding layers of doubled size. Not safe for use by many threads.
 */
final class RecentKeys {
    /** How long a key is remembered at least. */
    static final Duration WINDOW = Duration.ofDays(34);

    private static final int HASHES = 8;
    private static final int BITS_PER_KEY = 12;
    private static final int FIRST_LAYER_KEYS = 1 << 18;

    private List<Layer> current = new ArrayList<>();
    private List<Layer> previous = new ArrayList<>();
    private Instant generationStart = Instant.MIN;

    void add(EventKey key, Instant receivedAt) {
        if (generationStart.equals(Instant.MIN)) {
            generationStart = receivedAt;
        } else if (receivedAt.isAfter(generationStart.plus(WINDOW))) {
            previous = current;
            current = new ArrayList<>();
            generationStart = receivedAt;
        }
        if (current.isEmpty() || current.getLast().isFull()) {
            int keys = current.isEmpty() ? FIRST_LAYER_KEYS : current.getLast().keysMax * 2;
            current.add(new Layer(keys));
        }
        current.getLast().add(hash(key));
    }

    boolean mayContain(EventKey key) {
        long hash = hash(key);
        for (Layer layer : current) {
            if (layer.mayContain(hash)) {
                return true;
            }
        }
        for (Layer layer : previous) {
            if (layer.mayContain(hash)) {
                return true;
            }
        }
        return false;
    }

    /** FNV-1a over source, a separator and id, mixed; stable across runs. */
    private static long hash(EventKey key) {
        long hash = 0xcbf29ce484222325L;
        hash = mixIn(hash, key.source());
        hash = (hash ^ 0x1F) * 0x100000001b3L;
        hash = mixIn(hash, key.id());
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        return hash;
    }

    private static long mixIn(long hash, String text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mixed;
    }

    private static final class Layer {
        private final long[] bits;
        private final int keysMax;
        private int keys;

        Layer(int keysMax) {
            this.keysMax = keysMax;
            this.bits = new long[Math.toIntExact((long) keysMax * BITS_PER_KEY / Long.SIZE)];
        }

        boolean isFull() {
            return keys >= keysMax;
        }

        void add(long hash) {
            keys++;
            for (int i = 0; i < HASHES; i++) {
                long bit = bit(hash, i);
                bits[(int) (bit >>> 6)] |= 1L << bit;
            }
        }

        boolean mayContain(long hash) {
            for (int i = 0; i < HASHES; i++) {
                long bit = bit(hash, i);
                if ((bits[(int) (bit >>> 6)] & (1L << bit)) == 0) {
                    return false;
                }
            }
            return true;
        }

        private long bit(long hash, int i) {
            long step = Long.rotateLeft(hash, 32) | 1;
            return Long.remainderUnsigned(hash + i * step, (long) bits.length * Long.SIZE);
        }
    }
}
